/**
 * Actions by which the data of a service is read or written, one service per row. An action that only lists or describes is not
 * among them. The list is not complete: it has the services that hold most companies' data.
 *
 * Source: AWS, "Service Authorization Reference", access levels "Read" and "Write" of each service.
 */
export const DATA_SERVICES: readonly {
  readonly service: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
}[] = [
  { service: "s3", read: ["s3:GetObject"], write: ["s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy"] },
  {
    service: "dynamodb",
    read: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"],
    write: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
  },
  {
    service: "secretsmanager",
    read: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
    write: ["secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
  },
  {
    service: "ssm",
    read: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
    write: ["ssm:PutParameter", "ssm:DeleteParameter"],
  },
  { service: "kms", read: ["kms:Decrypt"], write: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"] },
  { service: "rds-data", read: ["rds-data:ExecuteStatement"], write: ["rds-data:ExecuteStatement"] },
  { service: "rds-db", read: ["rds-db:connect"], write: ["rds-db:connect"] },
  {
    service: "redshift-data",
    read: ["redshift-data:ExecuteStatement"],
    write: ["redshift-data:ExecuteStatement"],
  },
  { service: "sqs", read: ["sqs:ReceiveMessage"], write: ["sqs:SendMessage", "sqs:DeleteMessage"] },
  { service: "sns", read: [], write: ["sns:Publish"] },
  { service: "kinesis", read: ["kinesis:GetRecords"], write: ["kinesis:PutRecord", "kinesis:PutRecords"] },
  {
    service: "logs",
    read: ["logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"],
    write: ["logs:DeleteLogGroup", "logs:DeleteLogStream"],
  },
  { service: "athena", read: ["athena:GetQueryResults"], write: [] },
  { service: "es", read: ["es:ESHttpGet"], write: ["es:ESHttpPost", "es:ESHttpPut", "es:ESHttpDelete"] },
  {
    service: "elasticfilesystem",
    read: ["elasticfilesystem:ClientMount"],
    write: ["elasticfilesystem:ClientWrite"],
  },
  {
    service: "ecr",
    read: ["ecr:BatchGetImage"],
    write: ["ecr:PutImage", "ecr:BatchDeleteImage"],
  },
];

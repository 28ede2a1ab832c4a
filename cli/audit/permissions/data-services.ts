/**
 * Actions by which the data of a service is read or written, one service per row. An action that only lists or describes is not
 * among them. The list is not complete: it has the services that hold most companies' data.
 *
 * Grade: each action exists, and its access level is that of its column, in the copy of the reference that Policy Sentry 0.15.2
 * ships, with these exceptions, which read or change data all the same: secretsmanager:BatchGetSecretValue is "List", kms:Decrypt and
 * the ExecuteStatement actions are "Write", s3:PutBucketPolicy, kms:PutKeyPolicy, and rds-db:connect are "Permissions management".
 * Source: AWS, "Service Authorization Reference".
 */
export const DATA_SERVICES: readonly {
  readonly service: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
}[] = [
  {
    service: "s3",
    read: ["s3:GetObject", "s3:GetObjectVersion"],
    write: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutBucketPolicy"],
  },
  {
    service: "dynamodb",
    read: [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:PartiQLSelect",
      "dynamodb:GetRecords",
    ],
    write: [
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:DeleteItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:PartiQLInsert",
      "dynamodb:PartiQLUpdate",
      "dynamodb:PartiQLDelete",
    ],
  },
  {
    service: "secretsmanager",
    read: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
    write: ["secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
  },
  {
    service: "ssm",
    read: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:GetParameterHistory"],
    write: ["ssm:PutParameter", "ssm:DeleteParameter"],
  },
  { service: "kms", read: ["kms:Decrypt"], write: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"] },
  {
    service: "rds-data",
    read: ["rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement"],
    write: ["rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement"],
  },
  { service: "rds-db", read: ["rds-db:connect"], write: ["rds-db:connect"] },
  {
    service: "redshift-data",
    read: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
    write: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
  },
  { service: "sqs", read: ["sqs:ReceiveMessage"], write: ["sqs:SendMessage", "sqs:DeleteMessage"] },
  { service: "sns", read: [], write: ["sns:Publish"] },
  {
    service: "kinesis",
    read: ["kinesis:GetRecords", "kinesis:SubscribeToShard"],
    write: ["kinesis:PutRecord", "kinesis:PutRecords"],
  },
  {
    service: "logs",
    read: ["logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:StartLiveTail"],
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

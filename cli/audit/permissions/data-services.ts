/** The table of AWS services that count as data in the audit, with the actions that read and write it. */
import { isOfService } from "./resource-patterns";

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
  /** The name that people know. Grade: as that copy of the reference has it. */
  readonly name: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
}[] = [
  {
    service: "s3",
    name: "Amazon S3",
    read: ["s3:GetObject", "s3:GetObjectVersion"],
    write: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutBucketPolicy"],
  },
  {
    service: "dynamodb",
    name: "Amazon DynamoDB",
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
    name: "AWS Secrets Manager",
    read: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
    write: ["secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
  },
  {
    service: "ssm",
    name: "AWS Systems Manager",
    read: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:GetParameterHistory"],
    write: ["ssm:PutParameter", "ssm:DeleteParameter"],
  },
  {
    service: "kms",
    name: "AWS Key Management Service",
    read: ["kms:Decrypt"],
    write: ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"],
  },
  {
    service: "rds-data",
    name: "Amazon RDS Data API",
    read: ["rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement"],
    write: ["rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement"],
  },
  {
    service: "rds-db",
    name: "Amazon RDS IAM Authentication",
    read: ["rds-db:connect"],
    write: ["rds-db:connect"],
  },
  {
    service: "redshift-data",
    name: "Amazon Redshift Data API",
    read: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
    write: ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"],
  },
  {
    service: "sqs",
    name: "Amazon SQS",
    read: ["sqs:ReceiveMessage"],
    write: ["sqs:SendMessage", "sqs:DeleteMessage"],
  },
  { service: "sns", name: "Amazon SNS", read: [], write: ["sns:Publish"] },
  {
    service: "kinesis",
    name: "Amazon Kinesis Data Streams",
    read: ["kinesis:GetRecords", "kinesis:SubscribeToShard"],
    write: ["kinesis:PutRecord", "kinesis:PutRecords"],
  },
  {
    service: "logs",
    name: "Amazon CloudWatch Logs",
    read: ["logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:StartLiveTail"],
    write: ["logs:DeleteLogGroup", "logs:DeleteLogStream"],
  },
  { service: "athena", name: "Amazon Athena", read: ["athena:GetQueryResults"], write: [] },
  {
    service: "es",
    name: "Amazon OpenSearch Service",
    read: ["es:ESHttpGet"],
    write: ["es:ESHttpPost", "es:ESHttpPut", "es:ESHttpDelete"],
  },
  {
    service: "elasticfilesystem",
    name: "Amazon Elastic File System",
    read: ["elasticfilesystem:ClientMount"],
    write: ["elasticfilesystem:ClientWrite"],
  },
  {
    service: "ecr",
    name: "Amazon Elastic Container Registry",
    read: ["ecr:BatchGetImage"],
    write: ["ecr:PutImage", "ecr:BatchDeleteImage"],
  },
];

/** Services whose actions are about resources of others. Source: AWS, "Service Authorization Reference", the resource types of each. */
const RESOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  "rds-data": ["rds"],
  "redshift-data": ["redshift", "redshift-serverless"],
  sts: ["iam"],
};

/** Whether a pattern of resources matches some that the actions of a service are about. No action reaches a resource of another kind. */
export function isAbout(service: string, pattern: string): boolean {
  return (RESOURCES_OF[service] ?? [service]).some((one) => isOfService(pattern, one));
}

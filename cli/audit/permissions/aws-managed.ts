/**
 * What some of AWS's own managed policies allow, for inputs that do not have their documents. Only those are here that decide
 * how far a role gets, and only the statements that do.
 *
 * Source: AWS, "AWS Managed Policy Reference". AWS changes its policies; a document in the input comes first.
 */
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  AdministratorAccess: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  PowerUserAccess: {
    Statement: [{ Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }],
  },
  IAMFullAccess: { Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }] },
  AmazonS3FullAccess: { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] },
  AmazonS3ReadOnlyAccess: {
    Statement: [{ Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" }],
  },
  AmazonDynamoDBFullAccess: { Statement: [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }] },
  SecretsManagerReadWrite: { Statement: [{ Effect: "Allow", Action: "secretsmanager:*", Resource: "*" }] },
};

/** The document of one of AWS's own managed policies; `undefined` if it is not known here. */
export function awsManagedDocument(arn: string): unknown {
  const [, name] = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(arn) ?? [];
  return name !== undefined && Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined;
}

/**
 * What some of AWS's own managed policies allow, for inputs that do not have their documents. Only those are here that decide
 * how far a role gets, and only the statements that do. AWS changes its policies; a document in the input comes first.
 *
 * Grade: checked against copies of the policies in the versions that each row names. The copies are zoph-io/MAMIP (commit 0387244e,
 * 2026-03-07) and, but for the first two, iann0036/iam-dataset (commit 2073fa52, 2026-08-22), which download them from AWS.
 * Source: AWS, "AWS Managed Policy Reference".
 */
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  // v1
  AdministratorAccess: { Statement: [allow("*")] },
  // v12. The second statement allows nothing that decides.
  PowerUserAccess: {
    Statement: [{ Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }],
  },
  // v2
  IAMFullAccess: { Statement: [allow("iam:*")] },
  // v2
  AmazonS3FullAccess: { Statement: [allow("s3:*")] },
  // v3
  AmazonS3ReadOnlyAccess: { Statement: [allow(["s3:Get*", "s3:List*"])] },
  // v15. With another policy that allows iam:PassRole, it can run a function or a pipeline.
  AmazonDynamoDBFullAccess: {
    Statement: [
      allow([
        "dynamodb:*",
        "datapipeline:ActivatePipeline",
        "datapipeline:CreatePipeline",
        "datapipeline:PutPipelineDefinition",
        "lambda:CreateEventSourceMapping",
        "lambda:CreateFunction",
      ]),
      {
        ...allow("iam:PassRole"),
        Condition: {
          StringLike: {
            "iam:PassedToService": [
              "application-autoscaling.amazonaws.com",
              "application-autoscaling.amazonaws.com.cn",
              "dax.amazonaws.com",
            ],
          },
        },
      },
    ],
  },
  // v5. It can execute change sets of any stack, with the stack's role.
  SecretsManagerReadWrite: {
    Statement: [
      allow(["secretsmanager:*", "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"]),
      allow(
        ["lambda:AddPermission", "lambda:CreateFunction", "lambda:InvokeFunction"],
        ["arn:aws:lambda:*:*:function:SecretsManager*"],
      ),
      allow("s3:GetObject", [
        "arn:aws:s3:::awsserverlessrepo-changesets*",
        "arn:aws:s3:::secrets-manager-rotation-apps-*/*",
      ]),
    ],
  },
};

function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
): Readonly<Record<string, unknown>> {
  return { Effect: "Allow", Action: action, Resource: resource };
}

/** The document of one of AWS's own managed policies; `undefined` if it is not known here. */
export function awsManagedDocument(arn: string): unknown {
  const [, name] = /^arn:[^:]+:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(arn) ?? [];
  return name !== undefined && Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined;
}

import { allow, AUDIENCE, federationStatement, policy, roleArn } from "./company";

/** How many managed policies an account of {@link authorizationDetailsOf} has. */
const POLICIES = 500;

/**
 * What `aws iam get-account-authorization-details` prints for an account with so many roles, in pieces: about 5 KB per role, as
 * the AWS CLI indents it. Every tenth role is for an identity in Entra.
 *
 * @param isOpen - Whether the trust policies of these roles demand no subject, so that everyone of the tenant gets in.
 */
export function* authorizationDetailsOf(roles: number, isOpen = false): Iterable<string> {
  yield '{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[';
  for (let number = 0; number < roles; number++) {
    yield `${number === 0 ? "" : ","}\n${JSON.stringify(roleOf(number, isOpen), null, 4)}`;
  }
  yield '],"Policies":[';
  for (let number = 0; number < POLICIES; number++) {
    yield `${number === 0 ? "" : ","}${JSON.stringify(policyOf(number))}`;
  }
  yield "]}";
}

function roleOf(number: number, isOpen: boolean): unknown {
  const name = `role-${number}`;
  const trust =
    number % 10 === 0
      ? federationStatement({
          aud: AUDIENCE,
          ...(isOpen ? {} : { sub: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}` }),
        })
      : { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  return {
    Path: "/",
    RoleName: name,
    RoleId: `AROAEXAMPLE${number}`,
    Arn: roleArn(name),
    CreateDate: "2024-01-01T00:00:00+00:00",
    AssumeRolePolicyDocument: policy(trust),
    InstanceProfileList: [],
    RolePolicyList: [
      {
        PolicyName: "inline",
        PolicyDocument: policy(...[0, 1, 2, 3, 4, 5].map((statement) => statementOf(number, statement))),
      },
    ],
    AttachedManagedPolicies: [
      { PolicyName: `p-${number % POLICIES}`, PolicyArn: policyArn(number % POLICIES) },
    ],
    Tags: [{ Key: "team", Value: "orders" }],
    RoleLastUsed: { LastUsedDate: "2026-10-01T00:00:00+00:00", Region: "eu-west-1" },
  };
}

function statementOf(role: number, statement: number): Readonly<Record<string, unknown>> {
  const bucket = `arn:aws:s3:::bucket-${role}-${statement}`;
  return allow(
    ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "dynamodb:GetItem", "dynamodb:Query"],
    [bucket, `${bucket}/*`, `arn:aws:dynamodb:eu-west-1:111122223333:table/table-${role}`],
  );
}

function policyOf(number: number): unknown {
  return {
    PolicyName: `p-${number}`,
    PolicyId: `ANPAEXAMPLE${number}`,
    Arn: policyArn(number),
    Path: "/",
    DefaultVersionId: "v1",
    AttachmentCount: 1,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: "2024-01-01T00:00:00+00:00",
    UpdateDate: "2024-01-01T00:00:00+00:00",
    PolicyVersionList: [
      {
        Document: policy(statementOf(number, 0)),
        VersionId: "v1",
        IsDefaultVersion: true,
        CreateDate: "2024-01-01T00:00:00+00:00",
      },
    ],
  };
}

function policyArn(number: number): string {
  return roleArn("x").replace("role/x", `policy/p-${number}`);
}

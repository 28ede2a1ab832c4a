/** Requests that the workload's own session does not allow. */
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateAccessKeyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { LAB_AWS_ACCOUNT_ID, LAB_AWS_REGION } from "../../../lab/lab-facts";
import { asRefusal, FORBIDDEN, iamWith, type Keys, READABLE, takeObject } from "../exploits/aws-thief";
import type { Attack, AttackContext, AttackGroup, Refusal } from "./attack";
import { openSession } from "./sts-call";
import { genuineToken } from "./tokens";

const WHO = `arn:aws:sts::${LAB_AWS_ACCOUNT_ID}:assumed-role/<role name>/thief`;

/** IAM's and S3's text for an action that no policy of the role allows. */
function denied(action: string, resource: string): Refusal {
  const reason = `because no identity-based policy allows the ${action} action`;
  return {
    code: "AccessDenied",
    message: `User: ${WHO} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  };
}

function sessionAttack(
  name: string,
  refusal: Refusal,
  use: (session: Keys, context: AttackContext) => Promise<unknown>,
): Attack {
  return {
    name,
    refusal,
    attempt: async (context) => {
      return asRefusal(use(await openSession(context, await genuineToken(context)), context));
    },
  };
}

function iamAttack(
  name: string,
  refusal: Refusal,
  use: (iam: IAMClient, context: AttackContext) => Promise<unknown>,
): Attack {
  return sessionAttack(name, refusal, (session, context) => use(iamWith(context.lab, session), context));
}

const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

export const session: AttackGroup = {
  name: "session",
  title: "The workload's own session, used for more",
  attacks: [
    sessionAttack(
      "writes to a bucket that it may read",
      denied("s3:PutObject", '"arn:aws:s3:::devteam-reports/planted"'),
      async (credentials, { lab }) =>
        new S3Client({
          endpoint: lab.aws.url,
          region: LAB_AWS_REGION,
          forcePathStyle: true,
          credentials,
        }).send(new PutObjectCommand({ Bucket: READABLE.bucket, Key: "planted", Body: "x" })),
    ),
    sessionAttack(
      "reads another bucket",
      denied("s3:GetObject", '"arn:aws:s3:::payroll-archive/salaries.csv"'),
      (credentials, { lab }) => takeObject(lab, credentials, FORBIDDEN),
    ),
    {
      name: "reads another bucket with a session policy that allows everything",
      refusal: denied("s3:GetObject", '"arn:aws:s3:::payroll-archive/salaries.csv"'),
      async attempt(context) {
        const token = await genuineToken(context);
        const keys = await openSession(context, token, { Policy: EVERYTHING });
        return takeObject(context.lab, keys, FORBIDDEN);
      },
    },
    iamAttack(
      "changes the role's trust policy",
      denied("iam:UpdateAssumeRolePolicy", "role <role name>"),
      (iam, { target }) =>
        iam.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: roleName(target.roleArn),
            PolicyDocument: EVERYTHING,
          }),
        ),
    ),
    iamAttack(
      "grants itself all permissions",
      denied("iam:PutRolePolicy", "role <role name>"),
      (iam, { target }) =>
        iam.send(
          new PutRolePolicyCommand({
            RoleName: roleName(target.roleArn),
            PolicyName: "more",
            PolicyDocument: EVERYTHING,
          }),
        ),
    ),
    iamAttack(
      "adds another audience to the provider",
      denied("iam:AddClientIDToOpenIDConnectProvider", "<provider>"),
      (iam, { target, strangers }) =>
        iam.send(
          new AddClientIDToOpenIDConnectProviderCommand({
            OpenIDConnectProviderArn: target.oidcProviderArn,
            ClientID: strangers.otherAudience,
          }),
        ),
    ),
    iamAttack("creates an access key for a user", denied("iam:CreateAccessKey", "user deployer"), (iam) =>
      iam.send(new CreateAccessKeyCommand({ UserName: "deployer" })),
    ),
    sessionAttack(
      "assumes another role",
      denied("sts:AssumeRole", "<suspended role>"),
      (credentials, { lab, suspended }) =>
        new STSClient({ endpoint: lab.aws.url, region: LAB_AWS_REGION, credentials }).send(
          new AssumeRoleCommand({ RoleArn: suspended.roleArn, RoleSessionName: "thief" }),
        ),
    ),
    sessionAttack(
      "keys with one letter added to the session token",
      { code: "InvalidToken", message: "The provided token is malformed or otherwise invalid." },
      (keys, { lab }) => takeObject(lab, { ...keys, sessionToken: `${keys.sessionToken ?? ""}A` }),
    ),
    sessionAttack(
      "keys without the session token",
      {
        code: "InvalidAccessKeyId",
        message: "The AWS Access Key Id you provided does not exist in our records.",
      },
      ({ accessKeyId, secretAccessKey }, { lab }) => takeObject(lab, { accessKeyId, secretAccessKey }),
    ),
    sessionAttack(
      "another secret key",
      {
        code: "SignatureDoesNotMatch",
        message:
          "The request signature we calculated does not match the signature you provided. " +
          "Check your key and signing method.",
      },
      (keys, { lab }) => takeObject(lab, { ...keys, secretAccessKey: "A".repeat(40) }),
    ),
  ],
};

function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

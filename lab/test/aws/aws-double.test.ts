import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  AUDIENCE,
  CLIENT_ID,
  describeWithFederation,
  exactly,
  ROLE_ARN,
  SUBJECT,
  trustPolicy,
  V1,
  v1Claims,
  V2,
} from "../../testing/federation";
import { issuerKey, signToken } from "../../testing/oidc-issuer";

const run = promisify(execFile);

interface Session {
  readonly Credentials: {
    AccessKeyId: string;
    SecretAccessKey: string;
    SessionToken: string;
    Expiration: string;
  };
  readonly SubjectFromWebIdentityToken: string;
  readonly AssumedRoleUser: { AssumedRoleId: string; Arn: string };
  readonly Provider: string;
  readonly Audience: string;
  readonly PackedPolicySize?: number;
}

describeWithFederation("the AWS double, seen by the real AWS CLI and boto3", {}, function (lab) {
  this.timeout(60_000);

  function toolEnvironment(session?: Session): NodeJS.ProcessEnv {
    const { AWS_ENDPOINT_URL, AWS_DEFAULT_REGION } = lab().aws.environment();
    const keys = session && {
      AWS_ACCESS_KEY_ID: session.Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: session.Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: session.Credentials.SessionToken,
    };
    return {
      AWS_ENDPOINT_URL,
      AWS_DEFAULT_REGION,
      AWS_EC2_METADATA_DISABLED: "true",
      HOME: "/nonexistent",
      ...keys,
    };
  }

  async function cli(session: Session | undefined, ...args: readonly string[]): Promise<string> {
    const { stdout } = await run(`${lab().bin}/aws`, args, { env: toolEnvironment(session) });
    return stdout;
  }

  /** What a command that must fail wrote to standard error. */
  async function refusal(command: Promise<unknown>): Promise<string> {
    const failure = await command.then(
      () => new Error("the command was not refused"),
      (error: unknown) => error as Error & { stderr: string },
    );
    if (!("stderr" in failure)) {
      throw failure;
    }
    return failure.stderr.trim();
  }

  async function refusedCli(session: Session, ...args: readonly string[]): Promise<string> {
    return refusal(cli(session, ...args));
  }

  async function assume(token: string, ...more: readonly string[]): Promise<Session> {
    const args = [
      "--role-arn",
      ROLE_ARN,
      "--role-session-name",
      "vm-1",
      "--web-identity-token",
      token,
      ...more,
    ];
    return JSON.parse(await cli(undefined, "sts", "assume-role-with-web-identity", ...args)) as Session;
  }

  describe("a token that the role trusts", () => {
    let session: Session;

    before(async () => {
      session = await assume(await lab().token());
    });

    it("gets a session that names issuer, audience and subject as AWS does", () => {
      assert.equal(session.SubjectFromWebIdentityToken, SUBJECT);
      assert.equal(session.Audience, AUDIENCE);
      assert.equal(session.Provider, `arn:aws:iam::111122223333:oidc-provider/${V1.replace("https://", "")}`);
      assert.equal(
        session.AssumedRoleUser.Arn,
        "arn:aws:sts::111122223333:assumed-role/DevTeam-S3ReadOnlyAccess/vm-1",
      );
      assert.match(session.AssumedRoleUser.AssumedRoleId, /^AROA[0-9A-Z]{17}:vm-1$/);
      assert.equal(session.PackedPolicySize, undefined);
    });

    it("lasts an hour unless asked otherwise, and as long as asked within the role's limit", async () => {
      const lasts = (session: Session): number =>
        (Date.parse(session.Credentials.Expiration) - Date.now()) / 1000;
      assert.ok(Math.abs(lasts(session) - 3600) < 60);
      assert.ok(Math.abs(lasts(await assume(await lab().token(), "--duration-seconds", "7200")) - 7200) < 60);
    });

    it("lists all buckets and reads the bucket in its scope", async () => {
      assert.match(await cli(session, "s3", "ls"), /devteam-reports\n.*payroll-archive\n/);
      assert.match(await cli(session, "s3", "ls", "s3://devteam-reports/2026/"), / 15 q3\.csv\n/);
      assert.equal(
        await cli(session, "s3", "cp", "s3://devteam-reports/2026/q3.csv", "-"),
        "region,revenue\n",
      );
    });

    it("is denied a write, with S3's own text", async () => {
      const refused = await refusedCli(
        session,
        "s3api",
        "put-object",
        "--bucket",
        "devteam-reports",
        "--key",
        "k",
      );
      assert.equal(
        refused,
        "An error occurred (AccessDenied) when calling the PutObject operation: User: " +
          "arn:aws:sts::111122223333:assumed-role/DevTeam-S3ReadOnlyAccess/vm-1 is not authorized to perform: " +
          's3:PutObject on resource: "arn:aws:s3:::devteam-reports/k" because no identity-based policy allows the ' +
          "s3:PutObject action",
      );
    });

    it("is denied a bucket outside its scope", async () => {
      const refused = await refusedCli(session, "s3", "ls", "s3://payroll-archive");
      assert.match(refused, /\(AccessDenied\).*s3:ListBucket on resource: "arn:aws:s3:::payroll-archive"/);
    });

    it("is denied IAM, which names what is there and gives the ARN of what is to be made", async () => {
      const role = ["--role-name", "DevTeam-S3ReadOnlyAccess"];
      const policy = ["--assume-role-policy-document", "{}"];
      for (const [args, resource] of [
        [["get-role", ...role], "iam:GetRole on resource: role DevTeam-S3ReadOnlyAccess"],
        [
          ["create-role", "--role-name", "mine", ...policy],
          "iam:CreateRole on resource: arn:aws:iam::111122223333:role/mine",
        ],
        [["delete-user", "--user-name", "deployer"], "iam:DeleteUser on resource: user deployer"],
        [["list-roles"], "iam:ListRoles on resource: arn:aws:iam::111122223333:role/"],
      ] as const) {
        const refused = await refusedCli(session, "iam", ...args);
        assert.ok(refused.includes(`(AccessDenied)`) && refused.includes(`${resource} because`), refused);
      }
    });

    it("is of no use with another session token", async () => {
      const forged = { ...session, Credentials: { ...session.Credentials, SessionToken: "FwoGZXforged" } };
      assert.match(await refusedCli(forged, "s3", "ls"), /\(InvalidToken\)/);
    });

    it("works for boto3 through its own web identity configuration", async () => {
      const script = [
        "import boto3, os",
        "sts = boto3.client('sts')",
        "c = sts.assume_role_with_web_identity(RoleArn=os.environ['ROLE'], RoleSessionName='vm-1',",
        "    WebIdentityToken=os.environ['TOKEN'])['Credentials']",
        "s3 = boto3.client('s3', aws_access_key_id=c['AccessKeyId'], aws_secret_access_key=c['SecretAccessKey'],",
        "    aws_session_token=c['SessionToken'])",
        "print([b['Name'] for b in s3.list_buckets()['Buckets']])",
        "print(s3.get_object(Bucket='devteam-reports', Key='2026/q3.csv')['Body'].read().decode())",
      ].join("\n");
      const env = { ...toolEnvironment(), ROLE: ROLE_ARN, TOKEN: await lab().token() };
      const { stdout } = await run(`${lab().bin}/python`, ["-c", script], { env });
      assert.equal(stdout, "['devteam-reports', 'payroll-archive']\nregion,revenue\n\n");
    });
  });

  it("shows the AWS CLI a refusal by the trust policy", async () => {
    assert.equal(
      await refusal(assume(await lab().token({ sub: CLIENT_ID }))),
      "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: " +
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
  });

  it("lets a version 2 token in by its azp", async () => {
    await lab().trust(trustPolicy(V2, exactly(V2, CLIENT_ID, SUBJECT)));
    const claims = v1Claims({
      iss: V2,
      aud: "1f2e3d4c-0000-4000-8000-000000000001",
      azp: CLIENT_ID,
      ver: "2.0",
    });
    const session = await assume(await signToken(claims, lab().key));
    assert.equal(session.Audience, CLIENT_ID);
  });

  it("lets a stranger of the tenant in where the trust policy demands nothing: AWS asks for no condition", async () => {
    await lab().trust(trustPolicy(V1));
    const session = await assume(await lab().token({ sub: "5f4e3d2c-1b0a-4f9e-8d7c-6b5a4f3e2d1c" }));
    assert.equal(await cli(session, "s3", "cp", "s3://devteam-reports/2026/q3.csv", "-"), "region,revenue\n");
  });

  it("does not let a stranger's own issuer in even there", async () => {
    await lab().trust(trustPolicy(V1));
    const stranger = await issuerKey("key-1");
    const refused = await refusal(assume(await signToken(v1Claims(), stranger)));
    assert.match(refused, /\(InvalidIdentityToken\)/);
  });
});

/** An account with a federated role, people who may suspend it, and the built command line as they run it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { execa } from "execa";
import { DEPLOYER } from "../../../../lab/aws";
import { describeWith } from "../../../../lab/testing/describe-with";
import {
  ACCOUNT,
  AUDIENCE,
  exactly,
  Federation,
  SUBJECT,
  trustPolicy,
  V1,
} from "../../../../lab/testing/federation";
import { startOrStop } from "../../../../lab/testing/start-or-stop";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { BARE, type CliResult, withoutProgress } from "../run-cli";

/** Environment variables of a caller. */
export type Caller = Readonly<Record<string, string>>;

/** Keys of a session. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The trust policy of roles that {@link RoleLab.role} makes. */
export const TRUST = trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT));

/** The policy that a suspended role has, as the component writes it. */
export const SUSPENDED = {
  Version: "2012-10-17",
  Statement: [{ Sid: "SuspendedWithoutPulumi", Effect: "Deny", Action: "*", Resource: "*" }],
};

/** The Deny that a suspended role's trust policy has after its Allow. */
export const CLOSING = {
  Sid: "Suspended",
  Effect: "Deny",
  Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${V1.replace("https://", "")}` },
  Action: "sts:AssumeRoleWithWebIdentity",
};

const READ_REPORTS = policyOf({
  Effect: "Allow",
  Action: "s3:ListBucket",
  Resource: "arn:aws:s3:::devteam-reports",
});

/** A policy of one statement as JSON text. */
export function policyOf(...Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/**
 * Runs the built `azure-to-aws` with nothing but the given environment, in a process of its own.
 *
 * @param program - Default is this repository's.
 */
export async function runBuilt(
  args: readonly string[],
  environment: Caller,
  program = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js"),
): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], {
    extendEnv: false,
    env: { ...BARE, ...environment },
    reject: false,
    stripFinalNewline: false,
  });
  return { exitCode, stdout, stderr: withoutProgress(stderr) };
}

/** The permissions that docs/how-to/suspend-and-revoke.md lists: the first JSON on the page. */
export async function documentedPermissions(): Promise<{
  Statement: [{ Action: string[]; Resource: string }];
}> {
  const page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/suspend-and-revoke.md"), "utf8");
  return JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "") as Awaited<
    ReturnType<typeof documentedPermissions>
  >;
}

/** How long IAM takes to show the use of a key, in seconds: for as long, no command knows of it. */
export const LAST_USE_DELAY = 4 * 3_600;

/** Everything running; {@link RoleLab.stop} ends it. */
export class RoleLab {
  #users = 0;

  private constructor(
    readonly federation: Federation,
    /** Has exactly the permissions of docs/how-to/suspend-and-revoke.md. */
    public responder: Caller,
  ) {}

  static async start(): Promise<RoleLab> {
    return startOrStop(async (keep) => {
      const lab = new RoleLab(keep(await Federation.start({ lastUseDelay: LAST_USE_DELAY })), {});
      lab.responder = await lab.caller(JSON.stringify(await documentedPermissions()));
      return lab;
    });
  }

  get iam(): IAMClient {
    return this.federation.iam;
  }

  /** Has exactly the permissions of the deployer, who may not simulate. */
  get deployer(): Caller {
    return { ...this.federation.aws.environment() };
  }

  /** A new user with one policy. */
  async caller(PolicyDocument: string): Promise<Caller> {
    const UserName = `responder-${++this.#users}`;
    await this.iam.send(new CreateUserCommand({ UserName }));
    await this.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "may", PolicyDocument }));
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
      ...this.federation.aws.environment(),
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    };
  }

  /** A new user who may do what docs/how-to/suspend-and-revoke.md lists, but for some actions. */
  async callerWithout(...actions: string[]): Promise<Caller> {
    const { Statement } = await documentedPermissions();
    const [{ Action, ...rest }] = Statement;
    return this.caller(policyOf({ ...rest, Action: Action.filter((action) => !actions.includes(action)) }));
  }

  /** A new role that lists one bucket. @returns its ARN */
  async role(RoleName: string, AssumeRolePolicyDocument = TRUST, Path = "/"): Promise<string> {
    const { Role } = await this.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path }));
    await this.putPolicy(RoleName, "read", READ_REPORTS);
    return Role?.Arn ?? "";
  }

  async putPolicy(RoleName: string, PolicyName: string, PolicyDocument: string): Promise<void> {
    await this.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }

  /** Takes away all roles but the deployer's. */
  async removeRoles(): Promise<void> {
    const { Roles = [] } = await this.iam.send(new ListRolesCommand({}));
    for (const { RoleName = "" } of Roles.filter((role) => role.RoleName !== DEPLOYER)) {
      const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName }));
      for (const PolicyName of PolicyNames) {
        await this.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
      }
      await this.iam.send(new DeleteRoleCommand({ RoleName }));
    }
  }

  /** The role's trust policy, and its inline policy `suspended` if there is one. */
  async stateOf(RoleName: string): Promise<{ trust: unknown; policy: unknown }> {
    const { Role } = await this.iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName }));
    const PolicyName = "suspended";
    const { PolicyDocument } = PolicyNames.includes(PolicyName)
      ? await this.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))
      : {};
    return { trust: parsed(Role?.AssumeRolePolicyDocument), policy: parsed(PolicyDocument) };
  }

  /** Assumes a role with the workload's token. @returns The session, or the code of the refusal. */
  async assume(RoleArn: string): Promise<Session | string> {
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = this.federation.aws.environment();
    const sts = new STSClient({ endpoint, region });
    const WebIdentityToken = await this.federation.token();
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn,
      RoleSessionName: "vm",
      WebIdentityToken,
    });
    return sts.send(command).then(
      ({ Credentials: keys }) => ({
        accessKeyId: keys?.AccessKeyId ?? "",
        secretAccessKey: keys?.SecretAccessKey ?? "",
        sessionToken: keys?.SessionToken ?? "",
      }),
      (error: unknown) => (error as Error).name,
    );
  }

  /** Lists the bucket. @returns The objects' names, or the code of the refusal. */
  async list(session: Session | string): Promise<string[] | string> {
    if (typeof session === "string") {
      throw new Error(`there is no session: ${session}`);
    }
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = this.federation.aws.environment();
    const s3 = new S3Client({ endpoint, region, credentials: session, forcePathStyle: true });
    return s3.send(new ListObjectsV2Command({ Bucket: "devteam-reports" })).then(
      ({ Contents = [] }) => Contents.map(({ Key = "" }) => Key),
      (error: unknown) => (error as Error).name,
    );
  }

  async stop(): Promise<void> {
    await this.federation.stop();
  }
}

/** Describes a subject with a {@link RoleLab} that runs while its tests do; after each of them its faults and roles are gone. */
export function describeWithRoleLab(
  title: string,
  body: (this: Mocha.Suite, lab: () => RoleLab) => void,
): void {
  describeWith(
    title,
    () => RoleLab.start(),
    function (lab) {
      afterEach(async () => {
        lab().federation.aws.faults.clear();
        await lab().removeRoles();
      });
      body.call(this, lab);
    },
  );
}

function parsed(encoded: string | undefined): unknown {
  return encoded === undefined ? undefined : JSON.parse(decodeURIComponent(encoded));
}

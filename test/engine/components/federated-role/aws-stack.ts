/** The AWS half on its own: the AWS double, an issuer of tokens, and stacks of components under the real engine. */
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { AwsDouble } from "../../../../lab/aws";
import { type PulumiCommand, type PulumiRun, PulumiStack, startEngine } from "../../../../lab/pulumi";
import { prepareToolchain } from "../../../../lab/pulumi/toolchain";
import { describeWith } from "../../../../lab/testing/describe-with";
import { ACCOUNT, v1Claims } from "../../../../lab/testing/federation";
import { makeProject } from "../../../../lab/testing/make-project";
import { type IssuerKey, issuerKey, OidcIssuer, signToken } from "../../../../lab/testing/oidc-issuer";
import { startOrStop, stoppedBy } from "../../../../lab/testing/start-or-stop";
import { version } from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** Class, name and arguments of each component. */
export type Components = readonly (readonly [string, string, object])[];

/** Keys of a session, as the AWS CLI reads them from the environment. */
export type Session = Readonly<Record<string, string>>;

/**
 * A program that declares components by its config: `[class, name, args][]`. `$<name>.<output>` in an argument stands
 * for an output of a component before it, `$.<text>` for the text as an output, `$#<number>` for the number as one and
 * `$?<true or false>` for the truth value.
 * `remote` has them constructed by the plugin, as programs in other languages do.
 */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const components = require("@azure-to-aws/federation");
const config = new pulumi.Config();
const remote = config.getBoolean("remote");
const outputs = ["oidcProviderArn", "issuer", "roleArn", "roleName", "trustPolicy"];
const declared = {};
function resolved(value) {
  if (typeof value === "string" && value.startsWith("$.")) return pulumi.output(value.slice(2));
  if (typeof value === "string" && value.startsWith("$#")) return pulumi.output(Number(value.slice(2)));
  if (typeof value === "string" && value.startsWith("$?")) return pulumi.output(value === "$?true");
  if (typeof value === "string" && value.startsWith("$")) {
    const [name, output] = value.slice(1).split(".");
    return declared[name][output];
  }
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}
class Remote extends pulumi.ComponentResource {
  constructor(type, name, args) {
    const none = Object.fromEntries(outputs.map((output) => [output, undefined]));
    super("azure-to-aws-federation:index:" + type, name, { ...none, ...args }, { version: "${version}" }, true);
  }
}
for (const [type, name, args] of config.requireObject("components")) {
  const given = resolved(args);
  declared[name] = remote ? new Remote(type, name, given) : new components[type](name, given);
  for (const output of outputs) if (declared[name][output]) exports[name + "-" + output] = declared[name][output];
}
`;

/** Name of the project, and of its config. */
const PROJECT = "half";

/** Everything running; {@link AwsLab.stop} ends it. */
export class AwsLab {
  private constructor(
    readonly aws: AwsDouble,
    readonly directory: string,
    private readonly issuer: OidcIssuer,
    private readonly key: IssuerKey,
    private readonly pulumi: PulumiCommand,
    private readonly bin: string,
  ) {}

  get #project(): string {
    return path.join(this.directory, PROJECT);
  }

  static async start(): Promise<AwsLab> {
    const { cli, python } = await prepareToolchain({ report: () => undefined });
    return startOrStop(async (keep) => {
      const directory = await realpath(await mkdtemp(path.join(tmpdir(), "aws-half-")));
      keep(stoppedBy(() => rm(directory, { recursive: true, force: true })));
      const key = await issuerKey("key-1");
      const issuer = await OidcIssuer.listen(key);
      keep(stoppedBy(() => issuer.close()));
      const buckets = {
        "devteam-reports": { "q3.csv": "region\n" },
        "payroll-archive": { "salaries.csv": "name\n" },
      };
      const aws = keep(
        await AwsDouble.start({
          python: python.python,
          resolve: issuer.resolve,
          accountId: ACCOUNT,
          region: "eu-west-1",
          buckets,
        }),
      );
      const entry = path.join(PROJECT_ROOT, "dist/components/plugin.js");
      const pulumi = await startEngine(cli, {
        directory,
        environment: { ...aws.environment() },
        savesEachStep: false,
        plugins: { "azure-to-aws-federation": { entry, version } },
      });
      await makeProject(directory, PROJECT, PROGRAM);
      return new AwsLab(aws, directory, issuer, key, pulumi, python.bin);
    });
  }

  /** A stack that declares these components. */
  async stack(
    stackName: string,
    components: Components,
    options: { remote?: boolean } = {},
  ): Promise<PulumiStack> {
    return PulumiStack.create(this.pulumi, {
      projectDirectory: this.#project,
      stackName,
      directory: this.directory,
      config: { "half:components": components, "half:remote": String(options.remote ?? false) },
    });
  }

  /** Has a stack declare other components from now on. */
  async change(stack: PulumiStack, components: Components): Promise<void> {
    await writeFile(stack.configFile, stringify({ config: { "half:components": components } }));
  }

  /** Compares the state of a stack with the account, and takes over what differs. */
  async refresh(stack: PulumiStack): Promise<PulumiRun> {
    const options = ["--yes", "--skip-preview", "--stack", stack.name, "--config-file", stack.configFile];
    return this.pulumi.run(["refresh", ...options], { projectDirectory: this.#project });
  }

  /** Runs the AWS CLI; by default as the deployer. What it prints and how it ends is an answer. */
  async cli(args: readonly string[], session: Session = { ...this.aws.environment() }) {
    return execa(path.join(this.bin, "aws"), args, {
      extendEnv: false,
      env: { PATH: process.env.PATH ?? "", HOME: this.directory, ...this.aws.environment(), ...session },
      reject: false,
      all: true,
    });
  }

  /** Assumes a role with a fresh token; its claims are those of lab/testing/federation.ts, with changes. */
  async assume(
    roleArn: string,
    claims: Record<string, unknown> = {},
  ): Promise<Session | { refusal: string }> {
    const token = await signToken(v1Claims(claims), this.key);
    const { exitCode, stdout, all } = await this.cli([
      "sts",
      "assume-role-with-web-identity",
      "--output",
      "json",
      "--no-sign-request",
      "--role-arn",
      roleArn,
      "--role-session-name",
      "test",
      "--web-identity-token",
      token,
    ]);
    if (exitCode !== 0) {
      return { refusal: all };
    }
    const { AccessKeyId, SecretAccessKey, SessionToken } = (
      JSON.parse(stdout) as {
        Credentials: Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string>;
      }
    ).Credentials;
    return {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    };
  }

  async stop(): Promise<void> {
    await this.aws.stop();
    await this.issuer.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Describes a subject with an {@link AwsLab} that runs while its tests do. */
export function describeWithAwsLab(
  title: string,
  body: (this: Mocha.Suite, lab: () => AwsLab) => void,
): void {
  describeWith(title, () => AwsLab.start(), body);
}

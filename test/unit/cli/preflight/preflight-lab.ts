/** Both clouds, and the built command line as a user runs it before `pulumi up`. */
import path, { delimiter } from "node:path";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import { AwsDouble } from "../../../../lab/aws";
import type { AzureDoubleOptions } from "../../../../lab/azure";
import { writeLauncher } from "../../../../lab/terminal";
import { AzureLab, SUBSCRIPTION_ID, TENANT_ID } from "../../../../lab/testing/azure-lab";
import { labPython } from "../../../../lab/testing/lab-python";
import { startOrStop } from "../../../../lab/testing/start-or-stop";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { type Caller, runBuilt } from "../roles/role-lab";
import type { CliResult } from "../run-cli";
import { runServed } from "../served-commands";

/** The account and the region of the lab's AWS. */
export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

/** A check of the JSON report. */
export interface ReportedCheck {
  readonly id: string;
  readonly outcome: string;
  readonly found: string;
  readonly expected?: string;
  readonly fix?: string;
}

/** The JSON report. */
export interface Report {
  readonly format: number;
  readonly ok: boolean;
  readonly checks: readonly ReportedCheck[];
  readonly outbound: readonly { readonly host: string; readonly port: number; readonly purpose: string }[];
}

/** The report that a command printed, with how it ended. */
export function reportIn(result: CliResult): Report & CliResult {
  return { ...(JSON.parse(result.stdout) as Report), ...result };
}

/** Both doubles; {@link PreflightLab.stop} ends them. */
export class PreflightLab {
  #users = 0;

  private constructor(
    readonly azureLab: AzureLab,
    readonly aws: AwsDouble,
    readonly iam: IAMClient,
  ) {}

  static async start(options: Partial<AzureDoubleOptions> = {}): Promise<PreflightLab> {
    return startOrStop(async (keep) => {
      const azureLab = keep(await AzureLab.start(options));
      const aws = keep(
        await AwsDouble.start({
          python: (await labPython()).python,
          resolve: azureLab.azure.resolve,
          accountId: ACCOUNT,
          region: REGION,
          buckets: {},
        }),
      );
      await writeLauncher(
        path.join(azureLab.directory, "bin/az"),
        path.join(PROJECT_ROOT, "dist/lab/azure-cli.js"),
      );
      const { AWS_ENDPOINT_URL: endpoint, ...root } = aws.rootEnvironment();
      const credentials = {
        accessKeyId: root.AWS_ACCESS_KEY_ID,
        secretAccessKey: root.AWS_SECRET_ACCESS_KEY,
      };
      return new PreflightLab(azureLab, aws, new IAMClient({ endpoint, region: REGION, credentials }));
    });
  }

  get azure(): AzureLab["azure"] {
    return this.azureLab.azure;
  }

  /** What a user of the lab's deployers has in the environment. Azure's hosts are led to the lab, AWS by its own variable. */
  get environment(): Caller {
    return {
      ...this.azure.environment(),
      ...this.aws.environment(),
      PATH: [path.join(this.azureLab.directory, "bin"), process.env.PATH ?? ""].join(delimiter),
      NODE_OPTIONS: `--require=${JSON.stringify(path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js"))}`,
    };
  }

  /** Runs `azure-to-aws preflight`. Later variables replace those of the deployers. */
  async run(args: readonly string[] = [], environment: Caller = {}): Promise<CliResult> {
    return runServed(["preflight", ...args], { ...this.environment, ...environment });
  }

  /** Runs it with `--format json` in a process of its own. */
  async reportOfProcess(args: readonly string[], environment: Caller): Promise<Report & CliResult> {
    const all = { ...this.environment, ...environment };
    return reportIn(await runBuilt(["preflight", "--format", "json", ...args], all));
  }

  /** Runs it with `--format json`. */
  async report(args: readonly string[] = [], environment: Caller = {}): Promise<Report & CliResult> {
    return reportIn(await this.run(["--format", "json", ...args], environment));
  }

  /** One check of the report. */
  async check(id: string, args: readonly string[] = [], environment: Caller = {}): Promise<ReportedCheck> {
    const { checks } = await this.report(args, environment);
    const found = checks.find((check) => check.id === id);
    if (found === undefined) {
      throw new Error(`the report has no check ${id}`);
    }
    return found;
  }

  /** A new IAM user with one policy. */
  async awsCaller(...Statement: object[]): Promise<Caller> {
    const UserName = `preflight-${++this.#users}`;
    await this.iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Policy } = await this.iam.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }));
    await this.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    };
  }

  /** Takes away all OIDC providers. */
  async removeProviders(): Promise<void> {
    const { OpenIDConnectProviderList = [] } = await this.iam.send(new ListOpenIDConnectProvidersCommand());
    for (const { Arn } of OpenIDConnectProviderList) {
      await this.iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }));
    }
  }

  async stop(): Promise<void> {
    this.iam.destroy();
    await this.aws.stop();
    await this.azureLab.stop();
  }
}

export { SUBSCRIPTION_ID, TENANT_ID };

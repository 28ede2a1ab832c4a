/** The lab: both clouds, the engine and the provider plugins, started and stopped as one. */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { AwsDouble, type MemberAccount } from "./aws/aws-double";
import type { Replication } from "./aws/emulator";
import { AzureDouble } from "./azure/azure-double";
import type { AzureCloud } from "./azure/entra/azure-cloud";
import type { EntraTenantOptions } from "./azure/entra/entra-tenant";
import type { Clock } from "./clock";
import { putHandTools } from "./hand-tools";
import { ConnectProxy } from "./http/connect-proxy";
import {
  LAB_AWS_ACCOUNT_ID,
  LAB_AWS_REGION,
  LAB_BUCKETS,
  LAB_DEPLOYER,
  LAB_SUBSCRIPTION_ID,
  LAB_TENANT_ID,
} from "./lab-facts";
import { LAB_ROOT } from "./lab-root";
import type { PulumiCommand } from "./pulumi/engine/pulumi-command";
import { officialConfiguration } from "./pulumi/official-configuration";
import type { OfficialPlugins } from "./pulumi/official-plugins";
import { startEngine } from "./pulumi/start-engine";
import type { Toolchain } from "./pulumi/toolchain/toolchain";

/** The module that leads the fetches of programs to the lab, built: other processes load it. */
const LEAD_TO_LAB = join(LAB_ROOT, "dist/lab/azure/lead-to-lab.js");

/** Options of a lab. */
export interface LabOptions {
  /** AWS accounts in addition to the deployer's. Default is none. */
  readonly awsMembers?: readonly MemberAccount[];
  /** How long STS does not know new roles. Default is not at all. */
  readonly iamReplication?: Replication;
  /** Whether STS names the problem of an unknown issuer or audience, as before June 2026. Default is false. */
  readonly stsNamesReasons?: boolean;
  /** Whether CloudTrail's event history has the requests to AWS. Default is false. */
  readonly recordsEvents?: boolean;
  /** Partition and region of AWS, which belong together. Default is `aws` and {@link LAB_AWS_REGION}. */
  readonly awsPlace?: { readonly partition: string; readonly region: string };
  /** The cloud of the tenant: who issues its tokens. Graph and ARM are where they always are. Default is `public`. */
  readonly azureCloud?: AzureCloud;
  /** What the tenant's administrators decide. Defaults are those of {@link EntraTenantOptions}. */
  readonly tenant?: TenantPolicies;
  /** Tenants in addition to the deployer's. Default is none. */
  readonly extraTenants?: readonly EntraTenantOptions[];
  /** Application permissions of the deployer in Microsoft Graph. Default is those of {@link LAB_DEPLOYER}. */
  readonly graphPermissions?: readonly string[];
  /**
   * Whether Azure also speaks TLS, for clients other than the lab's plugins: see `azure.tls()`. Default is false, since it takes
   * a third of a second.
   */
  readonly azureTls?: boolean;
  /**
   * Absolute path of the real `az`, which is then on the PATH of deployments, signed in as nobody. Azure speaks TLS for it.
   * Default is the lab's double of it.
   */
  readonly azureCli?: string;
  /** The clock of Azure. Default is `Date.now`. */
  readonly azureClock?: Clock;
  /** Whether new application ID URIs must name their tenant, as in tenants since 2025. Default is true. */
  readonly protectsIdentifierUris?: boolean;
  /**
   * Whether the engine starts the provider plugins and the language host as processes, as it does for users. By default they
   * run in this process, and the engine attaches to them: each run then starts four processes fewer.
   */
  readonly pluginProcesses?: boolean;
  /** Official plugins that replace the lab's. Default is none. */
  readonly officialPlugins?: OfficialPlugins;
  /**
   * Whether the engine writes the state after each step, as it does for users, or once an operation has ended. An operation
   * that is killed leaves the former state then, but one on 500 resources takes a fifth of the time. Default is true.
   */
  readonly savesEachStep?: boolean;
}

/** Settings of a tenant that decide what a deployment may do there. */
export type TenantPolicies = Pick<
  EntraTenantOptions,
  "replicationLag" | "restrictsIdentifierUris" | "usersMayRegisterApplications" | "verifiedDomains"
>;

/** A running lab. The caller that started it stops it. */
export class Lab {
  /** Folder with a folder for each VM. */
  get vmDirectory(): string {
    return join(this.directory, "vms");
  }

  private constructor(
    /** Temporary folder that holds all that the lab writes; gone after {@link stop}. */
    readonly directory: string,
    readonly azure: AzureDouble,
    readonly aws: AwsDouble,
    readonly pulumi: PulumiCommand,
    /** The lab's own folders on the PATH of its deployments. */
    readonly path: readonly string[],
    /** Proxy for the shell of a user. It leads to Azure if Azure has TLS, and refuses everything else. */
    readonly proxy: string,
    /** Stack configuration by which {@link LabOptions.officialPlugins} find the lab. Empty without them. */
    readonly pluginConfiguration: Readonly<Record<string, unknown>>,
    /** Stops every process and removes the folder. */
    readonly stop: () => Promise<void>,
  ) {}

  /** Starts both doubles. If that fails, no process and no file is left. */
  static async start(toolchain: Toolchain, options: LabOptions = {}): Promise<Lab> {
    const { officialPlugins = {} } = options;
    const directory = await realpath(await mkdtemp(join(tmpdir(), "azure-to-aws-lab-")));
    // The users of a machine must be able to enter the folder that plays its root. They cannot list the rest.
    await chmod(directory, 0o711);
    const started: { stop(): Promise<void> }[] = [];
    try {
      // The AWS double asks for Entra's keys only once both run.
      const aws = await startAws(toolchain, options, (url) => azure.resolve(url));
      started.push(aws);
      const hasOfficial = Object.keys(officialPlugins).length > 0;
      const azureTls = hasOfficial || options.azureTls === true;
      const azure = await startAzure(toolchain, { ...options, azureTls }, directory, aws.url);
      started.push(azure);
      const proxy = azure.speaksTls ? azure.tls().proxy : await startRefusingProxy(started);
      const { azureCli: executable } = options;
      const azureCli =
        executable === undefined ? undefined : { executable, environment: azure.tls().environment() };
      const tools = await putHandTools(directory, { pythonBin: toolchain.python.bin, azureCli });
      const path = [tools, dirname(toolchain.cli.path)];
      const pulumi = await startEngine(toolchain.cli, {
        directory,
        officialPlugins,
        pluginProcesses: options.pluginProcesses ?? false,
        savesEachStep: options.savesEachStep ?? true,
        environment: {
          ...azure.environment(),
          ...aws.environment(),
          ...(hasOfficial ? officialEnvironment(azure) : {}),
          NODE_OPTIONS: [process.env.NODE_OPTIONS, `--require=${JSON.stringify(LEAD_TO_LAB)}`]
            .filter((option) => option !== undefined)
            .join(" "),
          PATH: [...path, process.env.PATH ?? ""].join(delimiter),
        },
      });
      const configuration = hasOfficial
        ? officialConfiguration(officialPlugins, { aws: aws.url, arm: azure.tls().endpoints.arm })
        : {};
      const stop = (): Promise<void> => stopAll(started, directory);
      return new Lab(directory, azure, aws, pulumi, path, proxy, configuration, stop);
    } catch (error) {
      await stopAll(started, directory);
      throw error;
    }
  }
}

/**
 * What official plugins need in addition to the login. The proxy refuses hosts that the lab does not serve, so nothing that they send leaves the
 * machine. They ask `az` for a token by the TLS address of Microsoft Graph, and only Entra's own TLS address knows it.
 */
function officialEnvironment(azure: AzureDouble): Readonly<Record<string, string>> {
  const tls = azure.tls();
  return { ...tls.environment(), LAB_AZ_LOGIN_ENDPOINT: tls.endpoints.login };
}

/** A proxy that refuses everything. */
async function startRefusingProxy(started: { stop(): Promise<void> }[]): Promise<string> {
  const proxy = await ConnectProxy.listen({ serves: () => false, port: 0 });
  started.push({ stop: () => proxy.close() });
  return proxy.url;
}

function startAws(
  { python }: Toolchain,
  { awsPlace, awsMembers, iamReplication, recordsEvents, stsNamesReasons }: LabOptions,
  resolve: (url: string) => string,
): Promise<AwsDouble> {
  return AwsDouble.start({
    python: python.python,
    accountId: LAB_AWS_ACCOUNT_ID,
    ...(awsPlace ?? { region: LAB_AWS_REGION }),
    buckets: LAB_BUCKETS,
    ...(awsMembers === undefined ? {} : { members: awsMembers }),
    ...(iamReplication === undefined ? {} : { replication: iamReplication }),
    ...(recordsEvents === undefined ? {} : { recordsEvents }),
    ...(stsNamesReasons === undefined ? {} : { stsNamesReasons }),
    resolve,
  });
}

function startAzure(
  { python }: Toolchain,
  {
    azureCli,
    azureCloud,
    azureClock,
    azureTls,
    protectsIdentifierUris,
    tenant,
    extraTenants,
    graphPermissions,
  }: LabOptions,
  directory: string,
  egressTarget: string,
): Promise<AzureDouble> {
  return AzureDouble.start({
    tenantId: LAB_TENANT_ID,
    ...(azureCloud === undefined ? {} : { cloud: azureCloud }),
    ...(azureClock === undefined ? {} : { clock: azureClock }),
    ...(azureTls === true || azureCli !== undefined ? { caFile: join(directory, "azure-ca.pem") } : {}),
    ...(protectsIdentifierUris === undefined ? {} : { protectsIdentifierUris }),
    ...tenant,
    ...(extraTenants === undefined ? {} : { extraTenants }),
    subscriptionId: LAB_SUBSCRIPTION_ID,
    deployer: {
      clientId: LAB_DEPLOYER.clientId,
      clientSecret: randomUUID(),
      graphPermissions: graphPermissions ?? LAB_DEPLOYER.graphPermissions,
    },
    vmDirectory: join(directory, "vms"),
    vmPath: [python.bin],
    egressTarget,
  });
}

async function stopAll(parts: readonly { stop(): Promise<void> }[], directory: string): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
  await rm(directory, { recursive: true, force: true });
}

/** Both clouds on one machine, without the Pulumi engine. */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
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
import { ensurePythonEnvironment, type PythonEnvironment } from "./pulumi/toolchain/python-environment";

/** Options of {@link startClouds}. */
export interface CloudOptions {
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
  /** Folders with the programs of container images, by the images' names: the lab fetches no image. Default is none. */
  readonly imagePrograms?: Readonly<Record<string, string>>;
  /** Whether new application ID URIs must name their tenant, as in tenants since 2025. Default is true. */
  readonly protectsIdentifierUris?: boolean;
}

/** Settings of a tenant that decide what a deployment may do there. */
export type TenantPolicies = Pick<
  EntraTenantOptions,
  "replicationLag" | "restrictsIdentifierUris" | "usersMayRegisterApplications" | "verifiedDomains"
>;

/** What {@link Clouds} are made of. */
interface Parts {
  readonly directory: string;
  readonly azure: AzureDouble;
  readonly aws: AwsDouble;
  readonly path: readonly string[];
  readonly proxy: string;
  readonly stop: () => Promise<void>;
}

/** Both clouds, running. The caller that started them stops them. */
export class Clouds {
  /** Temporary folder that holds all that the clouds write; gone after {@link stop}. */
  readonly directory: string;
  readonly azure: AzureDouble;
  readonly aws: AwsDouble;
  /** The lab's own folders on the PATH of its programs. */
  readonly path: readonly string[];
  /** Proxy for the shell of a user. It leads to Azure if Azure has TLS, and refuses everything else. */
  readonly proxy: string;
  /** Stops every process and removes the folder. */
  readonly stop: () => Promise<void>;

  constructor({ directory, azure, aws, path, proxy, stop }: Parts) {
    this.directory = directory;
    this.azure = azure;
    this.aws = aws;
    this.path = path;
    this.proxy = proxy;
    this.stop = stop;
  }

  /** Folder with a folder for each VM. */
  get vmDirectory(): string {
    return join(this.directory, "vms");
  }

  /** What programs have in their environment, with the logins of the deployer and the lab's folders on PATH. */
  environment(): Record<string, string> {
    return {
      ...this.azure.environment(),
      ...this.aws.environment(),
      PATH: [...this.path, process.env.PATH ?? ""].join(delimiter),
    };
  }
}

/**
 * Starts both clouds. If that fails, no process and no file is left.
 *
 * @param python - The environment with the AWS emulator. Default is the one in the cache, which the first start of all makes.
 */
export async function startClouds(options: CloudOptions = {}, python?: PythonEnvironment): Promise<Clouds> {
  const environment = python ?? (await ensurePythonEnvironment({ report: () => undefined }));
  const directory = await realpath(await mkdtemp(join(tmpdir(), "azure-to-aws-lab-")));
  // The users of a machine must be able to enter the folder that plays its root. They cannot list the rest.
  await chmod(directory, 0o711);
  const started: { stop(): Promise<void> }[] = [];
  const stop = (): Promise<void> => stopAll(started, directory);
  try {
    // The AWS double asks for Entra's keys only once both run.
    const aws = await startAws(environment, options, (url) => azure.resolve(url));
    started.push(aws);
    const azure = await startAzure(environment, options, directory, aws.url);
    started.push(azure);
    const proxy = azure.speaksTls ? azure.tls().proxy : await startRefusingProxy(started);
    const { azureCli: executable } = options;
    const azureCli =
      executable === undefined ? undefined : { executable, environment: azure.tls().environment() };
    const path = [await putHandTools(directory, { pythonBin: environment.bin, azureCli })];
    return new Clouds({ directory, azure, aws, path, proxy, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A proxy that refuses everything. */
async function startRefusingProxy(started: { stop(): Promise<void> }[]): Promise<string> {
  const proxy = await ConnectProxy.listen({ serves: () => false, port: 0 });
  started.push({ stop: () => proxy.close() });
  return proxy.url;
}

function startAws(
  python: PythonEnvironment,
  { awsPlace, awsMembers, iamReplication, recordsEvents, stsNamesReasons }: CloudOptions,
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
  python: PythonEnvironment,
  {
    azureCli,
    azureCloud,
    azureClock,
    azureTls,
    imagePrograms,
    protectsIdentifierUris,
    tenant,
    extraTenants,
    graphPermissions,
  }: CloudOptions,
  directory: string,
  egressTarget: string,
): Promise<AzureDouble> {
  return AzureDouble.start({
    tenantId: LAB_TENANT_ID,
    ...(azureCloud === undefined ? {} : { cloud: azureCloud }),
    ...(azureClock === undefined ? {} : { clock: azureClock }),
    ...(imagePrograms === undefined ? {} : { imagePrograms }),
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

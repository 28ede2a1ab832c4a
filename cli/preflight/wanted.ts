/** The deployment that `preflight` checks, merged from options, the stack's configuration, and the environment. */
import { audienceName, defaultAudience, type EntraCloud, type EntraTokenVersion, isGuid } from "../../trust";
import { type AzureEndpoints, cloudOf, endpointsOf } from "../clouds/microsoft/azure-cloud";
import type { Options } from "../command";
import { invalidValue } from "../options";
import { type Adopted, readAdopted } from "./adopted";
import { type Plan, planOf } from "./plan";
import { type ProviderSettings, providerSettings } from "./provider-settings";
import { readStackConfig, type StackConfig } from "./stack-config";

/** A marketplace image, by the parts of its URN. */
export interface WantedImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: string;
}

/** The federation that is to be deployed, as far as options, the stack's configuration, and the environment say. */
export interface Wanted {
  readonly cloud: EntraCloud;
  readonly endpoints: AzureEndpoints;
  readonly tenantId: string | undefined;
  readonly subscriptionId: string | undefined;
  /** AWS accounts that the stack may deploy to; empty if any is allowed. */
  readonly accountIds: readonly string[];
  /** The API name of the Azure region, such as `westeurope`. */
  readonly location: string | undefined;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** The existing resource group that the federation adopts. */
  readonly resourceGroup: string | undefined;
  readonly vmSize: string;
  /** The availability zone of the VMs. */
  readonly zone: string | undefined;
  /** Default: the component's image for the size. */
  readonly image: WantedImage;
  /** What exists in Azure already and is only used. */
  readonly adopted: Adopted;
  /** How much is created in Azure. */
  readonly plan: Plan;
  /** Whether the VMs share one network. */
  readonly isNetworkShared: boolean;
  /** The client ID of the existing application that names the audience. */
  readonly applicationClientId: string | undefined;
  /** The name of the federation. */
  readonly name: string;
  /** The names of the roles in AWS, with their paths, as far as they are known before the update. */
  readonly roles: readonly string[];
  /** The project and the stack, of which the default audience is made. */
  readonly project: string | undefined;
  readonly stack: string | undefined;
  /** The audience that the program names. */
  readonly audience: string | undefined;
  readonly audienceForm: "tenant-and-name" | "application-id";
  readonly tokenVersion: EntraTokenVersion;
  readonly oidcProviderArn: string | undefined;
  /** Tags that the program puts on everything in Azure. */
  readonly tags: Readonly<Record<string, string>>;
  /** Settings that the Pulumi providers get on their own. */
  readonly providers: ProviderSettings;
}

/** The size of a VM for which the program names none. Source: `components/virtual-machine`, which a test compares. */
export const DEFAULT_VM_SIZE = { linux: "Standard_B1s", windows: "Standard_B2s" } as const;

/** The name of the quickstart's federation. Source: Pulumi.yaml. */
const DEFAULT_NAME = "azure-to-aws";

/**
 * What is to be deployed. An option counts before the stack's configuration, and that before the environment.
 *
 * @throws {UsageError} If a value is wrong, or the stack's file cannot be read.
 */
export async function readWanted(options: Options, environment: NodeJS.ProcessEnv): Promise<Wanted> {
  const file = options.text("stack-config");
  const stack: StackConfig = file === undefined ? { accountIds: [] } : await readStackConfig(file);
  const variable = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
  const cloud = cloudOf(options.text("cloud") ?? stack.environment ?? variable("ARM_ENVIRONMENT"));
  const tenantId = guid("tenant", options.text("tenant") ?? stack.tenantId ?? variable("ARM_TENANT_ID"));
  const account = options.text("account");
  const location = options.text("location") ?? stack.location ?? variable("ARM_LOCATION_NAME");
  const adopted = readAdopted(options, stack.adopted ?? {});
  const givenImage = imageOf(options.text("image"), stack.adopted?.image, adopted);
  const vmSize = options.text("vm-size") ?? DEFAULT_VM_SIZE[isWindowsImage(givenImage) ? "windows" : "linux"];
  const resourceGroup = options.text("resource-group");
  const isNetworkShared = options.has("shared-network");
  const name = options.text("name") ?? stack.name ?? DEFAULT_NAME;
  const roles = options.texts("role").map(roleOf);
  const vmCount = countOf(options.text("vm-count"), adopted.virtualMachines.length);
  return {
    cloud,
    endpoints: endpointsOf(
      cloud,
      { arm: options.text("arm-endpoint"), graph: options.text("graph-endpoint") },
      environment,
    ),
    tenantId: tenantId?.toLowerCase(),
    subscriptionId: guid(
      "subscription",
      options.text("subscription") ?? stack.subscriptionId ?? variable("ARM_SUBSCRIPTION_ID"),
    )?.toLowerCase(),
    accountIds: account === undefined ? stack.accountIds : [accountId(account)],
    location: location?.replaceAll(" ", "").toLowerCase(),
    region: regionOf(options.text("region") ?? stack.region ?? variable("AWS_REGION", "AWS_DEFAULT_REGION")),
    profile: options.text("profile") ?? stack.profile,
    resourceGroup,
    vmSize,
    zone: zoneOf(options.text("zone")),
    image: givenImage ?? defaultImage(vmSize),
    adopted,
    plan: planOf({ vmCount, isNetworkShared, resourceGroup, adopted }),
    isNetworkShared,
    applicationClientId: guid("application", options.text("application-client-id"))?.toLowerCase(),
    name,
    roles: roles.length > 0 ? roles : [plannedRole(name)],
    project: stack.project,
    stack: stack.stack,
    audience: options.text("audience"),
    audienceForm: options.text("audience-form") as Wanted["audienceForm"],
    tokenVersion: options.text("token-version") === "2" ? 2 : 1,
    oidcProviderArn: options.text("oidc-provider-arn") ?? stack.oidcProviderArn,
    tags: Object.fromEntries(options.texts("tag").map(tagOf)),
    providers: providerSettings(stack.settings ?? {}, environment),
  };
}

/** The audience of a federation. */
export interface PlannedAudience {
  /** With the form `application-id`, the application's ID stands as `<application ID>` in it. */
  readonly uri: string;
  /** Whether the URI is the exact one, and not only of the same form. */
  readonly isExact: boolean;
}

/** The audience of the federation: the one that is named, or the component's default in the tenant. */
export function audienceOf(wanted: Wanted, tenantId: string): PlannedAudience {
  const { audience, audienceForm, applicationClientId, project, stack, name } = wanted;
  if (audience !== undefined) {
    return { uri: audience, isExact: true };
  }
  if (applicationClientId !== undefined) {
    return { uri: `<application ID URI of ${applicationClientId}>`, isExact: false };
  }
  if (audienceForm === "application-id") {
    return { uri: "api://<application ID>", isExact: false };
  }
  return project === undefined || stack === undefined
    ? { uri: defaultAudience(tenantId, name), isExact: false }
    : { uri: defaultAudience(tenantId, audienceName({ project, stack, name })), isExact: true };
}

/**
 * Whether a size has Arm cores: the letter `p` behind the number. Source: Azure, "Azure VM sizes naming conventions"; the
 * components have the same rule, which a test compares.
 */
export function hasArmCores(size: string): boolean {
  return /^Standard_[A-Z]+\d+(?:-\d+)?[a-z]*p/.test(size);
}

/** The component's image for a size. Source: `components/virtual-machine`, which a test compares. */
export function defaultImage(size: string): WantedImage {
  return {
    publisher: "Canonical",
    offer: "ubuntu-24_04-lts",
    sku: hasArmCores(size) ? "server-arm64" : "server",
    version: "latest",
  };
}

/**
 * A role as the components and Pulumi name it: `<federation>-<workload>-role-` and seven hexadecimal digits. What the workload is
 * called only the program says. Source: `components/federated-role`, which a test compares.
 */
export function plannedRole(federation: string): string {
  return `${federation}-workload-role-0000000`;
}

/**
 * The marketplace image: the option's, or else the stack's. A value of the stack that is not a URN is ignored, as those of
 * {@link Adopted} are.
 *
 * @throws {UsageError} If the option is neither a URN nor the resource ID of an image.
 */
function imageOf(
  option: string | undefined,
  setting: string | undefined,
  adopted: Adopted,
): WantedImage | undefined {
  const image = urnOf(option ?? setting ?? "");
  if (image === undefined && option !== undefined && adopted.image === undefined) {
    const expected = "PUBLISHER:OFFER:SKU, PUBLISHER:OFFER:SKU:VERSION, or the resource ID of an image";
    throw invalidValue("--image", expected, option);
  }
  return image;
}

/** Whether Microsoft publishes the image as one of Windows: `MicrosoftWindowsServer`, `MicrosoftWindowsDesktop`. */
function isWindowsImage(image: WantedImage | undefined): boolean {
  return image?.publisher.toLowerCase().startsWith("microsoftwindows") ?? false;
}

function urnOf(text: string): WantedImage | undefined {
  const [publisher = "", offer = "", sku = "", version = "latest", ...more] = text.split(":");
  const isUrn = more.length === 0 && ![publisher, offer, sku, version].includes("");
  return isUrn ? { publisher, offer, sku, version } : undefined;
}

function zoneOf(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[123]$/.test(value)) {
    throw invalidValue("--zone", "1, 2, or 3", value);
  }
  return value;
}

function guid(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !isGuid(value)) {
    throw invalidValue(name, "an ID of 32 hexadecimal digits", value);
  }
  return value;
}

/** Source: boto/botocore `data/partitions.json` (`regionRegex`): all have words and a number. */
function regionOf(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(value)) {
    throw invalidValue("AWS region", "the code of a region, such as eu-west-1", value);
  }
  return value;
}

function accountId(value: string): string {
  if (!/^\d{12}$/.test(value)) {
    throw invalidValue("--account", "twelve digits", value);
  }
  return value;
}

/** How many VMs are new. A federation that only uses existing ones has none. */
function countOf(given: string | undefined, existing: number): number {
  const value = given ?? (existing > 0 ? "0" : "1");
  if (!/^(?:0|[1-9]\d{0,3})$/.test(value) || Number(value) + existing === 0) {
    throw invalidValue("--vm-count", "a number from 1 to 9999", value);
  }
  return Number(value);
}

/** The name of a role, maybe with its path. Source: IAM API Reference, CreateRole (`Path`, `RoleName`). */
function roleOf(text: string): string {
  const role = text.replace(/^\//, "");
  if (!/^(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/.test(role)) {
    throw invalidValue("--role", "the name of a role, such as orders-importer or team/orders-importer", text);
  }
  return role;
}

function tagOf(text: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw invalidValue("--tag", "NAME=VALUE", text);
  }
  return [name, value];
}

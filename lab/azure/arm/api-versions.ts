/** The API versions that Azure Resource Manager and its resource providers take. */
import { ArmError } from "../resources/arm-error";
import { textAt } from "../resources/json-reader";
import {
  groupId,
  parseResourceId,
  RESOURCE_GROUP_TYPE,
  type ResourceId,
  sameId,
} from "../resources/resource-id";
import type { ResourceStore } from "../resources/resource-store";
import { regionName, regions } from "./region";

/** A table of versions as a list. */
function versions(table: string): readonly string[] {
  return table.trim().split(/\s+/);
}

/**
 * Resource Manager itself, in the order of its refusals.
 *
 * @evidence report Subscriptions, resource groups, and registrations take these. Source: a refusal of September 2026 in
 * a log of the Azure CLI, which lists them.
 */
const CORE = versions(`
  2026-06-01 2025-04-01 2025-03-01 2024-10-01-preview 2024-11-01 2024-08-01 2024-07-01 2024-06-01-preview
  2024-03-01 2023-07-01 2023-07-01-preview 2023-03-01-preview 2022-12-01 2022-11-01-preview 2022-09-01 2022-06-01
  2022-05-01 2022-03-01-preview 2022-01-01 2021-04-01 2021-01-01 2020-10-01 2020-09-01 2020-08-01
  2020-07-01 2020-06-01 2020-05-01 2020-01-01 2019-11-01 2019-10-01 2019-09-01 2019-08-01
  2019-07-01 2019-06-01 2019-05-10 2019-05-01 2019-03-01 2018-11-01 2018-09-01 2018-08-01
  2018-07-01 2018-06-01 2018-05-01 2018-02-01 2018-01-01 2017-12-01 2017-08-01 2017-06-01
  2017-05-10 2017-05-01 2017-03-01 2016-09-01 2016-07-01 2016-06-01 2016-02-01 2015-11-01
  2015-01-01 2014-04-01-preview 2014-04-01 2014-01-01 2013-03-01 2014-02-26 2014-04
`);

/**
 * User-assigned identities.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`, and of azure-rest-api-specs, `specification/msi`.
 * Source: pulumi/pulumi-azure-native sdk/nodejs/managedidentity/userAssignedIdentity.ts; Azure/azure-rest-api-specs
 * specification/msi/resource-manager.
 */
const IDENTITIES = versions(`
  2015-08-31-preview 2018-11-30 2021-09-30-preview 2022-01-31-preview 2023-01-31 2023-07-31-preview 2024-11-30 2025-01-31-preview
  2025-05-31-preview 2026-04-30 2026-05-31
`);

/** Federated identity credentials, which came later. The source is the same. */
const CREDENTIALS = versions(`
  2022-01-31-preview 2023-01-31 2023-07-31-preview 2024-11-30 2025-01-31-preview 2025-05-31-preview 2026-04-30 2026-05-31
`);

/**
 * The network provider.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`, and the newest is that of the Azure CLI. Source:
 * pulumi/pulumi-azure-native sdk/nodejs/network/virtualNetwork.ts; Azure/azure-cli
 * src/azure-cli/azure/cli/command_modules/network/aaz/latest. Those before June 2018 are left out.
 */
const NETWORK = versions(`
  2018-06-01 2018-07-01 2018-08-01 2018-10-01 2018-11-01 2018-12-01 2019-02-01 2019-04-01
  2019-06-01 2019-07-01 2019-08-01 2019-09-01 2019-11-01 2019-12-01 2020-03-01 2020-04-01
  2020-05-01 2020-06-01 2020-07-01 2020-08-01 2020-11-01 2021-02-01 2021-03-01 2021-05-01
  2021-08-01 2022-01-01 2022-05-01 2022-07-01 2022-09-01 2022-11-01 2023-02-01 2023-04-01
  2023-05-01 2023-06-01 2023-09-01 2023-11-01 2024-01-01 2024-03-01 2024-05-01 2024-07-01
  2024-10-01 2025-01-01 2025-03-01 2025-05-01 2025-07-01 2025-09-01
`);

/**
 * Virtual machines, scale sets, images, and what belongs to them.
 *
 * @evidence log The versions to 2023 are those of `az provider show`; the newer ones are those of
 * `@pulumi/azure-native`, and the newest is that of `az vm show`. Source: Azure/azure-rest-api-specs #27695; the newer
 * ones by pulumi/pulumi-azure-native sdk/nodejs/compute/virtualMachine.ts and Azure/azure-cli
 * src/azure-cli/azure/cli/command_modules/vm/aaz/latest/vm/_show.py.
 */
const COMPUTE = versions(`
  2015-05-01-preview 2015-06-15 2016-03-30 2016-04-30-preview 2016-08-30 2017-03-30 2017-12-01 2018-04-01
  2018-06-01 2018-10-01 2019-03-01 2019-07-01 2019-12-01 2020-06-01 2020-12-01 2021-03-01
  2021-04-01 2021-07-01 2021-11-01 2022-03-01 2022-08-01 2022-11-01 2023-03-01 2023-07-01
  2023-09-01 2024-03-01 2024-07-01 2024-11-01 2025-04-01 2025-11-01 2026-03-01 2026-04-01
`);

/**
 * Disks.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`, and older ones of azure-rest-api-specs,
 * `specification/compute` (DiskRP). Source: pulumi/pulumi-azure-native sdk/nodejs/compute/disk.ts;
 * Azure/azure-rest-api-specs specification/compute/resource-manager.
 */
const DISKS = versions(`
  2016-04-30-preview 2017-03-30 2018-04-01 2018-06-01 2018-09-30 2019-03-01 2019-07-01 2019-11-01
  2020-05-01 2020-06-30 2020-09-30 2020-12-01 2021-04-01 2021-08-01 2021-12-01 2022-03-02
  2022-07-02 2023-01-02 2023-04-02 2023-10-02 2024-03-02 2025-01-02 2026-03-02
`);

/** Galleries and their images, in the same specification (GalleryRP). */
const GALLERIES = versions(`
  2018-06-01 2019-03-01 2019-07-01 2019-12-01 2020-09-30 2021-07-01 2021-10-01 2022-01-03
  2022-03-03 2022-08-03 2023-07-03 2024-03-03 2025-03-03 2025-12-03
`);

/** The list of sizes, in the same specification (Skus). */
const SKUS = versions(`
  2017-03-30 2017-09-01 2019-04-01 2021-07-01
`);

/**
 * Container apps.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`, and older ones of azure-rest-api-specs,
 * `specification/app`. Source: pulumi/pulumi-azure-native sdk/nodejs/app/containerApp.ts; Azure/azure-rest-api-specs
 * specification/app/resource-manager.
 */
const APPS = versions(`
  2022-01-01-preview 2022-03-01 2022-06-01-preview 2022-10-01 2022-11-01-preview 2023-04-01-preview 2023-05-01 2023-05-02-preview
  2023-08-01-preview 2023-11-02-preview 2024-02-02-preview 2024-03-01 2024-08-02-preview 2024-10-02-preview 2025-01-01 2025-02-02-preview
  2025-07-01 2025-10-02-preview 2026-01-01
`);

/**
 * Clusters.
 *
 * @evidence report The versions to 2019 are those of a refusal, the newer ones those of `@pulumi/azure-native`. Source:
 * a log of `Get-AzResource` (2023); the descriptions of the SDK's types.
 */
const CLUSTERS = versions(`
  2017-08-31 2018-03-31 2018-08-01-preview 2019-02-01 2019-04-01 2019-06-01 2019-08-01 2019-10-01
  2019-11-01 2020-01-01 2020-02-01 2020-03-01 2020-04-01 2020-06-01 2020-07-01 2020-09-01
  2020-11-01 2020-12-01 2021-02-01 2021-03-01 2021-05-01 2021-07-01 2021-08-01 2021-09-01
  2021-10-01 2021-11-01-preview 2022-01-01 2022-01-02-preview 2022-02-01 2022-02-02-preview 2022-03-01 2022-03-02-preview
  2022-04-01 2022-04-02-preview 2022-05-02-preview 2022-06-01 2022-06-02-preview 2022-07-01 2022-07-02-preview 2022-08-01
  2022-08-02-preview 2022-08-03-preview 2022-09-01 2022-09-02-preview 2022-10-02-preview 2022-11-01 2022-11-02-preview 2023-01-01
  2023-01-02-preview 2023-02-01 2023-02-02-preview 2023-03-01 2023-03-02-preview 2023-04-01 2023-04-02-preview 2023-05-01
  2023-05-02-preview 2023-06-01 2023-06-02-preview 2023-07-01 2023-07-02-preview 2023-08-01 2023-08-02-preview 2023-09-01
  2023-09-02-preview 2023-10-01 2023-10-02-preview 2023-11-01 2023-11-02-preview 2024-01-01 2024-01-02-preview 2024-02-01
  2024-02-02-preview 2024-03-02-preview 2024-04-02-preview 2024-05-01 2024-05-02-preview 2024-06-02-preview 2024-07-01 2024-07-02-preview
  2024-08-01 2024-09-01 2024-09-02-preview 2024-10-01 2024-10-02-preview 2025-01-01 2025-01-02-preview 2025-02-01
  2025-02-02-preview 2025-03-01 2025-03-02-preview 2025-04-01 2025-04-02-preview 2025-05-01 2025-05-02-preview 2025-06-02-preview
  2025-07-01 2025-07-02-preview 2025-08-01 2025-08-02-preview 2025-09-01 2025-09-02-preview 2025-10-01 2025-10-02-preview
  2026-01-01 2026-01-02-preview 2026-02-01 2026-02-02-preview 2026-03-01 2026-03-02-preview 2026-04-01 2026-04-02-preview
  2026-05-01 2026-05-02-preview
`);

/**
 * App Service.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`. Source: pulumi/pulumi-azure-native
 * sdk/nodejs/containerservice/managedCluster.ts.
 */
const WEB = versions(`
  2016-08-01 2016-09-01 2018-02-01 2018-11-01 2019-08-01 2020-06-01 2020-09-01 2020-10-01
  2020-12-01 2021-01-01 2021-01-15 2021-02-01 2021-03-01 2022-03-01 2022-09-01 2023-01-01
  2023-12-01 2024-04-01 2024-11-01 2025-03-01 2025-05-01 2026-03-01-preview 2026-03-15 2026-07-15
`);

/**
 * Assignments of Azure Policy.
 *
 * @evidence log The versions to January 2025 are those of a refusal, the newer ones those of `@pulumi/azure-native`. Source:
 *   Azure/bicep #17089; the descriptions of the SDK's types.
 */
const POLICY_ASSIGNMENTS = versions(`
  2015-10-01-preview 2016-04-01 2016-12-01 2017-06-01-preview 2018-03-01 2018-05-01 2019-01-01 2019-06-01
  2019-09-01 2020-03-01 2020-08-01 2020-09-01 2021-06-01 2022-06-01 2023-04-01 2024-04-01
  2024-05-01 2025-01-01 2025-03-01 2025-11-01 2025-12-01-preview 2026-01-01-preview 2026-06-01 2026-07-01
`);

/**
 * Exemptions of Azure Policy.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`. Source:
 *   pulumi/pulumi-azure-native sdk/nodejs/authorization.
 */
const POLICY_EXEMPTIONS = versions(`
  2020-07-01-preview 2022-07-01-preview 2024-12-01-preview 2025-12-01-preview 2026-01-01-preview
`);

/**
 * Definitions and initiatives of Azure Policy.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`; older ones are left out. Source:
 *   pulumi/pulumi-azure-native sdk/nodejs/authorization.
 */
const POLICY_DEFINITIONS = versions(`
  2020-09-01 2021-06-01 2023-04-01 2024-05-01 2025-01-01 2025-03-01 2025-11-01 2025-12-01-preview
  2026-01-01-preview 2026-06-01 2026-07-01
`);

/**
 * The caller's permissions.
 *
 * @evidence documentation The list of a caller's permissions has these versions. Source: Microsoft, "Use Resource Manager authentication API to access
 *   subscriptions"; Azure Authorization, "Permissions - List For Resource Group". Others may exist.
 */
const PERMISSIONS = versions("2014-07-01-preview 2015-07-01 2022-04-01");

/**
 * Assignments of roles.
 *
 * @evidence documentation Role assignments have these versions. Source: Azure Authorization, "Role Assignments - Create". Others may
 *   exist.
 */
const ROLE_ASSIGNMENTS = versions("2015-07-01 2018-09-01-preview 2020-04-01-preview 2022-04-01");

/** The versions of a type, or of all types in a namespace. The first row that fits counts. */
const VERSIONS: readonly (readonly [string, readonly string[]])[] = [
  [RESOURCE_GROUP_TYPE, CORE],
  ["Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials", CREDENTIALS],
  ["Microsoft.ManagedIdentity", IDENTITIES],
  ["Microsoft.Network/natGateways", NETWORK.filter((version) => version >= "2019-02-01")],
  ["Microsoft.Network/publicIPPrefixes", NETWORK.filter((version) => version >= "2018-07-01")],
  ["Microsoft.Network", NETWORK],
  ["Microsoft.Compute/disks", DISKS],
  ["Microsoft.Compute/galleries", GALLERIES],
  ["Microsoft.Compute/skus", SKUS],
  ["Microsoft.Compute", COMPUTE],
  ["Microsoft.App", APPS],
  ["Microsoft.ContainerService", CLUSTERS],
  ["Microsoft.Authorization/policyAssignments", POLICY_ASSIGNMENTS],
  ["Microsoft.Authorization/policyExemptions", POLICY_EXEMPTIONS],
  ["Microsoft.Authorization/policyDefinitions", POLICY_DEFINITIONS],
  ["Microsoft.Authorization/policySetDefinitions", POLICY_DEFINITIONS],
  ["Microsoft.Authorization/permissions", PERMISSIONS],
  ["Microsoft.Authorization/roleAssignments", ROLE_ASSIGNMENTS],
  ["Microsoft.Authorization/roleDefinitions", ROLE_ASSIGNMENTS],
  ["Microsoft.Web/serverfarms", WEB.filter((version) => !["2016-08-01", "2018-11-01"].includes(version))],
  ["Microsoft.Web", WEB.filter((version) => version !== "2016-09-01")],
];

/** Addresses of operations. Their version is ignored. */
const OPERATION = /\/(?:operations|operationresults)\/[^/]+$/i;

/** Addresses of types in a subscription. Registering a provider is not among them: Resource Manager itself does that. */
const IN_SUBSCRIPTION = /^\/subscriptions\/[^/]+\/providers\/([^/]+\/(?!(?:un)?register$).+)$/i;

/** Resources of types in the tenant. */
const IN_TENANT = /^\/providers\/([^/]+\/[^/]+)/i;

/** The parts of a request that decide which versions it may have. */
export interface VersionedRequest {
  readonly path: string;
  readonly version: string;
  /** The body that was sent. */
  readonly body: unknown;
}

/** The versions of a type. Undefined for a type in a namespace that the lab does not have. */
export function apiVersionsOf(type: string): readonly string[] | undefined {
  return VERSIONS.find(
    ([name]) => sameId(type, name) || type.toLowerCase().startsWith(`${name.toLowerCase()}/`),
  )?.[1];
}

/** The newest version for a request to a path, previews excluded. */
export function newestApiVersion(path: string): string {
  const known = apiVersionsOf(typeAt(path)) ?? CORE;
  return known.filter((version) => /^[\d-]{10}$/.test(version)).reduce((a, b) => (a > b ? a : b));
}

/** The type of the resource or collection at a path. For addresses of Resource Manager itself, it is the type of groups. */
function typeAt(path: string): string {
  const [, inSubscription] = IN_SUBSCRIPTION.exec(path) ?? [];
  const [, inTenant] = IN_TENANT.exec(path) ?? [];
  return idAt(path)?.type ?? inSubscription ?? inTenant ?? RESOURCE_GROUP_TYPE;
}

/** The ID of a resource, or of any member of a collection. Of an extension of a resource, the namespace of the extension counts. */
function idAt(path: string): ResourceId | undefined {
  const extended = /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\/providers\/.+(\/providers\/.+)$/i.exec(
    path,
  );
  if (extended !== null) {
    return idAt(`${extended[1] ?? ""}${extended[2] ?? ""}`);
  }
  return parseResourceId(path) ?? parseResourceId(`${path}/any`);
}

/**
 * Demands a version that the service which answers the request knows.
 *
 * @throws ArmError that lists the versions.
 */
export function demandKnownVersion({ path, version, body }: VersionedRequest, store: ResourceStore): void {
  if (OPERATION.test(path)) {
    return;
  }
  const [id, type] = [idAt(path), typeAt(path)];
  const known = apiVersionsOf(type);
  if (known === undefined || known.some((one) => sameId(one, version))) {
    return;
  }
  if (known === CORE) {
    // @evidence log Resource Manager refuses an unknown API version with 400 `InvalidApiVersionParameter` and the
    // list. Source: a log of the Azure CLI of September 2026; Azure/azure-cli #31331.
    throw new ArmError(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${version}' is invalid. The supported versions are '${CORE.join(",")}'.`,
    );
  }
  const [namespace = "", ...types] = type.split("/");
  if (id === undefined) {
    // @evidence log A list in the subscription is refused with 404 `InvalidResourceType` and the list. Source:
    // Azure/azure-cli #7533.
    throw new ArmError(
      404,
      "InvalidResourceType",
      `The resource type '${types.join("/")}' could not be found in the namespace '${namespace}' for api version '${version}'. The supported api-versions are '${known.join(",")}'.`,
    );
  }
  // @evidence inferred The location is that of the body, else of the resource, else of its group. Reason: the requests in
  // the logs had one of them.
  const location =
    textAt(body, "location") ??
    store.get(id.text)?.body.location ??
    store.get(groupId(id))?.body.location ??
    "";
  // @evidence log A resource in a group is refused with 400 `NoRegisteredProviderFound` and the list. Source:
  // MicrosoftDocs/azure-docs #62621.
  throw new ArmError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for location '${regionName(location)}' and API version '${version}' for type '${types.join("/")}'. The supported api-versions are '${known.join(", ")}'. The supported locations are '${regions().join(", ")}'.`,
  );
}

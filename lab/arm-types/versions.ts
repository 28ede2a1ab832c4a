/** The API versions that Azure Resource Manager and its resource providers take. */

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
export const CORE = versions(`
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
export const IDENTITIES = versions(`
  2015-08-31-preview 2018-11-30 2021-09-30-preview 2022-01-31-preview 2023-01-31 2023-07-31-preview 2024-11-30 2025-01-31-preview
  2025-05-31-preview 2026-04-30 2026-05-31
`);

/** Federated identity credentials, which came later. The source is the same. */
export const CREDENTIALS = versions(`
  2022-01-31-preview 2023-01-31 2023-07-31-preview 2024-11-30 2025-01-31-preview 2025-05-31-preview 2026-04-30 2026-05-31
`);

/**
 * The network provider.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`, and the newest is that of the Azure CLI. Source:
 * pulumi/pulumi-azure-native sdk/nodejs/network/virtualNetwork.ts; Azure/azure-cli
 * src/azure-cli/azure/cli/command_modules/network/aaz/latest. Those before June 2018 are left out.
 */
export const NETWORK = versions(`
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
export const COMPUTE = versions(`
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
export const DISKS = versions(`
  2016-04-30-preview 2017-03-30 2018-04-01 2018-06-01 2018-09-30 2019-03-01 2019-07-01 2019-11-01
  2020-05-01 2020-06-30 2020-09-30 2020-12-01 2021-04-01 2021-08-01 2021-12-01 2022-03-02
  2022-07-02 2023-01-02 2023-04-02 2023-10-02 2024-03-02 2025-01-02 2026-03-02
`);

/** Galleries and their images, in the same specification (GalleryRP). */
export const GALLERIES = versions(`
  2018-06-01 2019-03-01 2019-07-01 2019-12-01 2020-09-30 2021-07-01 2021-10-01 2022-01-03
  2022-03-03 2022-08-03 2023-07-03 2024-03-03 2025-03-03 2025-12-03
`);

/** The list of sizes, in the same specification (Skus). */
export const SKUS = versions(`
  2017-03-30 2017-09-01 2019-04-01 2021-07-01
`);

/**
 * Container apps.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`, and older ones of azure-rest-api-specs,
 * `specification/app`. Source: pulumi/pulumi-azure-native sdk/nodejs/app/containerApp.ts; Azure/azure-rest-api-specs
 * specification/app/resource-manager.
 */
export const APPS = versions(`
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
export const CLUSTERS = versions(`
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
export const WEB = versions(`
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
export const POLICY_ASSIGNMENTS = versions(`
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
export const POLICY_EXEMPTIONS = versions(`
  2020-07-01-preview 2022-07-01-preview 2024-12-01-preview 2025-12-01-preview 2026-01-01-preview
`);

/**
 * Definitions and initiatives of Azure Policy.
 *
 * @evidence source The versions are those of `@pulumi/azure-native`; older ones are left out. Source:
 *   pulumi/pulumi-azure-native sdk/nodejs/authorization.
 */
export const POLICY_DEFINITIONS = versions(`
  2020-09-01 2021-06-01 2023-04-01 2024-05-01 2025-01-01 2025-03-01 2025-11-01 2025-12-01-preview
  2026-01-01-preview 2026-06-01 2026-07-01
`);

/**
 * The caller's permissions.
 *
 * @evidence documentation The list of a caller's permissions has these versions. Source: Microsoft, "Use Resource Manager authentication API to access
 *   subscriptions"; Azure Authorization, "Permissions - List For Resource Group". Others may exist.
 */
export const CALLER_PERMISSIONS = versions("2014-07-01-preview 2015-07-01 2022-04-01");

/**
 * Assignments of roles.
 *
 * @evidence documentation Role assignments have these versions. Source: Azure Authorization, "Role Assignments - Create". Others may
 *   exist.
 */
export const ROLE_ASSIGNMENTS = versions("2015-07-01 2018-09-01-preview 2020-04-01-preview 2022-04-01");

/** App Service plans, of which the source lacks two versions. */
export const SERVER_FARMS = WEB.filter((version) => !["2016-08-01", "2018-11-01"].includes(version));

/** Apps of App Service, of which the source lacks one. */
export const SITES = WEB.filter((version) => version !== "2016-09-01");

/** The versions from one on: types that came later than the rest of their service. */
export function since(first: string, all: readonly string[]): readonly string[] {
  return all.filter((version) => version >= first);
}

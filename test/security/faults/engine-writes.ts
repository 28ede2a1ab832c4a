/** What the plugins ask the clouds to make for the quickstart. */

/** A plugin that talks to a cloud. */
export type PluginName = "aws" | "azuread" | "azure-native";

/** A request that makes something, and the plugin that sends it. */
export interface Write {
  readonly plugin: PluginName;
  readonly route: RegExp;
  readonly makes: string;
  /** Whether the provider, which asks again after a lost answer, is answered as if it asked for the first time. */
  readonly isRepeatable?: true;
}

/** All of the quickstart that recovery is told apart by. */
export const WRITES: readonly Write[] = [
  { plugin: "aws", route: /^CreateOpenIDConnectProvider$/, makes: "the OIDC provider" },
  { plugin: "azuread", route: /^POST \S+\/v1\.0\/applications$/, makes: "the application" },
  { plugin: "aws", route: /^CreateRole$/, makes: "the role" },
  { plugin: "azuread", route: /^POST \S+\/v1\.0\/servicePrincipals$/, makes: "the service principal" },
  { plugin: "azure-native", route: /^PUT \S+\/virtualMachines\/[^/]+\?/, makes: "the VM" },
  { plugin: "azuread", route: /^POST \S+\/appRoleAssignedTo$/, makes: "the assignment" },
  { plugin: "azure-native", route: /^PUT \S+\/userAssignedIdentities\//, makes: "the identity" },
  { plugin: "azure-native", route: /^PUT \S+\/resourceGroups\/[^/]+\?/, makes: "the resource group" },
  { plugin: "azure-native", route: /^PUT \S+\/runCommands\//, makes: "the Run Command" },
  { plugin: "azure-native", route: /^PUT \S+\/subnets\//, makes: "the subnet" },
  { plugin: "azure-native", route: /^PUT \S+\/natGateways\//, makes: "the NAT gateway" },
  { plugin: "aws", route: /^PutRolePolicy$/, makes: "the role's policy", isRepeatable: true },
];

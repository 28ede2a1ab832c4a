/** The Pulumi engine against the lab: stacks, plugins, and the plugins' clients. */
export type { EngineRun, PolicyViolation } from "./engine/engine-events";
export { PulumiCommand, type PulumiRun, type PulumiRunOptions } from "./engine/pulumi-command";
export { PulumiStack, type StackRunOptions, type UpOptions } from "./engine/pulumi-stack";
export {
  findOfficialPlugins,
  obtainOfficialPlugins,
  OFFICIAL_PLUGIN_NAMES,
  type OfficialPlugins,
} from "./official-plugins";
export { renderPolicyDocument } from "./plugins/aws/render-policy-document";
export { azureEnvironment, type AzureEnvironment } from "./plugins/azure-login/azure-environment";
export { type AzureRequest, type AzureResponse, AzureSession } from "./plugins/azure-login/azure-session";
export { ARM_SCOPE, ArmClient, type ArmResource } from "./plugins/azure-native/arm-client";
export { GraphClient, type GraphObject } from "./plugins/azuread/graph-client";
export { PLUGIN_ENTRIES } from "./plugins/entries";
export { CloudError } from "./plugins/kernel/cloud-error";
export { text } from "./plugins/kernel/property-value";
export { startEngine } from "./start-engine";

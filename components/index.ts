export { setArgumentErrorStyle, type ArgumentErrorStyle } from "./arguments/argument-error";
export { AudienceForm } from "./entra/audience-form";
export { AwsOidcProvider } from "./aws/aws-oidc-provider";
export type { AwsOidcProviderArgs } from "./aws/aws-oidc-provider-args";
export { AzureToAwsFederation } from "./federation/azure-to-aws-federation";
export type { AzureToAwsFederationArgs } from "./federation/azure-to-aws-federation-args";
export { AzureVirtualMachine } from "./machine/azure-virtual-machine";
export type { AzureVirtualMachineArgs } from "./machine/azure-virtual-machine-args";
export { AzureWorkload } from "./workload/azure-workload";
export type { AzureWorkloadArgs } from "./workload/azure-workload-args";
export { EntraAudience } from "./entra/entra-audience";
export type { EntraAudienceArgs } from "./entra/entra-audience-args";
export { EntraCloud } from "./entra/entra-cloud";
export { FederatedRole } from "./aws/federated-role";
export type { FederatedRoleArgs } from "./aws/federated-role-args";
export type { FederatedWorkload } from "./federation/federated-workload";
export type { GuestSettings } from "./federation/guest-settings";
export { GuestInstallation } from "./installation/guest-installation";
export type { GuestInstallationArgs, ProfileSettings } from "./installation/guest-installation-args";
export type { Permissions } from "./aws/permissions";
export type { WorkloadSettings } from "./federation/workload-settings";
export {
  awsAudiences,
  type ContractAssignment,
  type ContractProblem,
  type ContractWorkload,
  type FederationContract,
  type FederationContractReading,
  readFederationContract,
  renderFederationContract,
  subjectsOf,
} from "../trust";
export {
  ImdsAccess,
  type MarketplaceImage,
  type VirtualMachineSettings,
} from "./machine/virtual-machine-settings";
export {
  renderStackSetTemplate,
  type StackSetPermissions,
  type StackSetTemplateArgs,
} from "./aws/stack-set-template";
export { StackSetTemplateError } from "./aws/stack-set-template-problems";

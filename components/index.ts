export { AudienceForm } from "./entra-audience/audience-form";
export { AwsOidcProvider } from "./oidc-provider/aws-oidc-provider";
export type { AwsOidcProviderArgs } from "./oidc-provider/aws-oidc-provider-args";
export { AzureToAwsFederation } from "./federation/azure-to-aws-federation";
export type { AzureToAwsFederationArgs } from "./federation/azure-to-aws-federation-args";
export { AzureVirtualMachine } from "./virtual-machine/azure-virtual-machine";
export type { AzureVirtualMachineArgs } from "./virtual-machine/azure-virtual-machine-args";
export { AzureWorkload } from "./azure-workload/azure-workload";
export type { AzureWorkloadArgs } from "./azure-workload/azure-workload-args";
export { EntraAudience } from "./entra-audience/entra-audience";
export type { EntraAudienceArgs } from "./entra-audience/entra-audience-args";
export { EntraCloud } from "../trust/entra";
export { FederatedRole } from "./federated-role/federated-role";
export type { FederatedRoleArgs } from "./federated-role/federated-role-args";
export type { FederatedWorkload } from "./federation/federated-workload";
export type { GuestSettings } from "./federation/guest-settings";
export { GuestInstallation } from "./guest-installation/guest-installation";
export type { GuestInstallationArgs, ProfileSettings } from "./guest-installation/guest-installation-args";
export type { NetworkSettings } from "./federation/network-settings";
export type { Permissions } from "./federated-role/permissions";
export type { WorkloadSettings } from "./federation/workload-settings";
export {
  awsAudiences,
  type ContractAssignment,
  type ContractWorkload,
  type FederationContract,
  type FederationContractReading,
  readFederationContract,
  renderFederationContract,
  subjectsOf,
} from "../trust/contract";
export { type Problem } from "../trust/text";
export { ImdsAccess, type VirtualMachineSettings } from "./virtual-machine/virtual-machine-settings";
export { renderStackSetTemplate } from "./federated-role/stack-set-template";
export {
  type StackSetPermissions,
  type StackSetTemplateArgs,
  StackSetTemplateError,
} from "./federated-role/stack-set-template-args";

/** What became of one workload. */
export interface FederatedWorkload {
  /** The ARN of the role. */
  roleArn: string;
  /** The name of the role. */
  roleName: string;
  /** The role's trust policy as JSON text. */
  trustPolicy: string;
  /** The principal (object) ID of the managed identity: the `sub` claim of its tokens. */
  principalId: string;
  /** The client ID of the managed identity. */
  clientId: string;
  /** The resource ID of the managed identity, to attach it to compute of your own. */
  identityId: string;
  /** The AWS config that reaches the role through the credential helper. It holds no secret. */
  awsConfig: string;
  /** The federation contract with this one workload as JSON text, for further roles in other accounts. */
  contract: string;
  /** The resource ID of the VM, where there is one. */
  vmId?: string;
  /** The name of the VM in its resource group, where there is one. */
  vmName?: string;
  /**
   * The public IPv4 address that the VM's connections come from, where a VM was made and the address is known. Several
   * addresses, and networks in CIDR notation, are separated by commas.
   */
  egressAddress?: string;
  /** The public IPv4 address of the VM, where it was asked for. */
  publicAddress?: string;
  /** The ARN that STS called the VM when the deployment verified the federation, where `verify` asked for it. */
  verifiedCaller?: string;
}

/** The outputs of one workload. */
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
  /** The resource ID of the managed identity. Use it to attach the identity to your own compute. */
  identityId: string;
  /** The AWS config with which a program assumes the role through the credential helper. It contains no secret. */
  awsConfig: string;
  /**
   * What a program needs that gets its credentials without the credential helper, as environment variables: `AWS_ROLE_ARN`,
   * `AWS_REGION`, `AZURE_CLIENT_ID`, and `AZURE_TO_AWS_AUDIENCE`. Nothing in it is a secret.
   */
  runtimeSettings: Record<string, string>;
  /** The federation contract with this one workload as JSON text, for further roles in other accounts. */
  contract: string;
  /** The resource ID of the VM. Missing if the workload has no VM. */
  vmId?: string;
  /** The name of the VM in its resource group. Missing if the workload has no VM. */
  vmName?: string;
  /**
   * The public IPv4 address from which the VM connects. Missing if no VM was created, or if the address is not known.
   * Several addresses, and networks in CIDR notation, are separated by commas.
   */
  egressAddress?: string;
  /** The ARN that STS returned for the VM when the deployment verified the federation. Missing without `verify`. */
  verifiedCaller?: string;
}

import * as pulumi from "@pulumi/pulumi";
import { renderAwsConfig } from "../guest";
import type { CheckedWorkload } from "./azure-to-aws-federation-args";
import { AzureVirtualMachine } from "./azure-virtual-machine";
import { AzureWorkload } from "./azure-workload";
import type { EntraAudience } from "./entra-audience";
import { FederatedRole } from "./federated-role";
import { GuestInstallation } from "./guest-installation";
import { guestProfiles } from "./guest-profile";
import { partitionOfRegion } from "./partition";

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
  /** The resource ID of the VM, where there is one. */
  vmId?: string;
  /** The name of the VM in its resource group, where there is one. */
  vmName?: string;
  /** The public IPv4 address that the VM's connections come from, where there is a VM. */
  egressAddress?: string;
}

/** What all workloads of a federation share. */
export interface SharedParts {
  readonly audience: EntraAudience;
  readonly oidcProviderArn: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly trustPolicyQuota: pulumi.Input<number | undefined>;
}

/** Creates the parts of one workload. Their names are made of `name` alone, never of a position. */
export function createWorkload(
  parent: pulumi.ComponentResource,
  name: string,
  workload: CheckedWorkload,
  profileName: pulumi.Input<string>,
  shared: SharedParts,
): pulumi.Output<FederatedWorkload> {
  const { audience, resourceGroupName, location } = shared;
  const identity = new AzureWorkload(
    name,
    {
      resourceGroupName,
      location,
      servicePrincipalObjectId: audience.servicePrincipalObjectId,
      appRoleId: audience.appRoleId,
    },
    { parent },
  );
  const role = new FederatedRole(
    name,
    {
      oidcProviderArn: shared.oidcProviderArn,
      issuer: audience.issuer,
      audiences: [audience.audience],
      subjects: [identity.principalId],
      permissions: workload.permissions,
      maxSessionDuration: workload.maxSessionDuration,
      trustPolicyQuota: shared.trustPolicyQuota,
      partition: shared.region.apply(partitionOfRegion),
    },
    { parent },
  );
  const profiles = [
    {
      profileName,
      roleArn: role.roleArn,
      audience: audience.audience,
      clientId: identity.clientId,
      issuer: audience.issuer,
      subject: identity.principalId,
      region: shared.region,
      durationSeconds: workload.maxSessionDuration,
    },
  ];
  const common = {
    roleArn: role.roleArn,
    roleName: role.roleName,
    trustPolicy: role.trustPolicy,
    principalId: identity.principalId,
    clientId: identity.clientId,
    identityId: identity.identityId,
  };
  if (workload.virtualMachine === undefined) {
    return pulumi.output({
      ...common,
      awsConfig: guestProfiles(`workload "${name}"`, profiles).apply(renderAwsConfig),
    });
  }
  const machine = new AzureVirtualMachine(
    name,
    {
      ...workload.virtualMachine,
      resourceGroupName,
      location,
      // The VM gets the identity once the role exists too, so that nothing in it asks before it can succeed.
      identityIds: [pulumi.all([identity.identityId, role.roleArn]).apply(([id]) => id)],
    },
    { parent },
  );
  const installation = new GuestInstallation(
    name,
    { resourceGroupName, location, vmName: machine.vmName, profiles },
    { parent },
  );
  return pulumi.output({
    ...common,
    awsConfig: installation.awsConfig,
    vmId: machine.vmId,
    vmName: machine.vmName,
    egressAddress: machine.egressAddress,
  });
}

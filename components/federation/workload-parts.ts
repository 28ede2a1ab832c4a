import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { renderAwsConfig } from "../../credential-helper";
import { isGiven, plainOrDefault } from "../arguments/inputs";
import { componentLabel } from "../arguments/told-arguments";
import { AzureWorkload } from "../azure-workload/azure-workload";
import { type EntraAudience, plannedAudience } from "../entra-audience/entra-audience";
import { FederatedRole } from "../federated-role/federated-role";
import type { FederatedRoleArgs } from "../federated-role/federated-role-args";
import { GuestInstallation } from "../guest-installation/guest-installation";
import type { ProfileSettings } from "../guest-installation/guest-installation-args";
import { guestProfiles } from "../guest-installation/guest-profile";
import { type AwsOidcProvider, unconfirmedProviderArn } from "../oidc-provider/aws-oidc-provider";
import type { ChildOptions } from "../pulumi/component";
import type { AzurePlace } from "./azure-place";
import type { FederatedWorkload } from "./federated-workload";
import { contractOf, type ContractTerms } from "./federation-contract";
import { checkIdentityTenant } from "./identity-tenant";
import { mergedTags, type Tags } from "./merged-tags";
import { workloadMachine } from "./workload-machine";
import type { CheckedWorkload } from "./workload-settings";

/** What all workloads of a federation share. */
export interface SharedParts {
  /** The class and name of the federation, as messages show them. */
  readonly component: string;
  readonly audience: EntraAudience;
  /** What the contract of every workload says alike. */
  readonly terms: pulumi.Output<ContractTerms>;
  readonly place: AzurePlace | undefined;
  readonly azureTags: Tags;
  readonly awsTags: Tags;
  readonly region: pulumi.Input<string>;
  /** The AWS partition of the region. */
  readonly partition: pulumi.Input<string>;
  readonly additionalAudiences: pulumi.Input<pulumi.Input<string>[] | undefined>;
  readonly trustPolicyQuota: pulumi.Input<number | undefined>;
  readonly options: ChildOptions;
}

/** One workload of a federation, under the name that its parts have. */
export interface NamedWorkload {
  /** The name in the arguments. */
  readonly key: string;
  /** `<federation>-<key>`: names of parts are made of it alone, never of a position. */
  readonly name: string;
  readonly settings: CheckedWorkload;
}

/** Creates or adopts the identity of a workload, which must be of the audience's tenant, and assigns it. */
export function createIdentity(
  { key, name, settings: { identityId } }: NamedWorkload,
  { component, audience, place, azureTags, options }: SharedParts,
): AzureWorkload {
  const { servicePrincipalObjectId, appRoleId } = audience;
  const assignment = { servicePrincipalObjectId, appRoleId };
  const workload = new AzureWorkload(
    name,
    identityId === undefined ? { ...place, tags: azureTags, ...assignment } : { identityId, ...assignment },
    options,
  );
  checkIdentityTenant(component, { key, identityId, own: workload.tenantId, expected: audience.tenantId });
  return workload;
}

/** Creates what a workload has besides its identity: the role, and a VM with what is installed on it. */
export function createWorkload(
  workload: NamedWorkload,
  identity: AzureWorkload,
  provider: AwsOidcProvider,
  shared: SharedParts,
): pulumi.Output<FederatedWorkload> {
  const { key, name, settings } = workload;
  const { audience, options, region, terms } = shared;
  const role = createRole(workload, identity, provider, shared);
  const profile: ProfileSettings = {
    profileName: plainOrDefault(settings.profileName, () => key),
    roleArn: role.roleArn,
    audience: audience.audience,
    clientId: isGiven(settings.existingVirtualMachineId) ? onceAssigned(identity) : identity.clientId,
    issuer: audience.issuer,
    subject: identity.principalId,
    region,
    durationSeconds: settings.maxSessionDuration,
  };
  const common = {
    roleArn: role.roleArn,
    roleName: role.roleName,
    trustPolicy: role.trustPolicy,
    principalId: identity.principalId,
    clientId: identity.clientId,
    identityId: identity.identityId,
    contract: contractOf(terms, [{ key, identity }]),
  };
  const machine = workloadMachine(workload, common, shared);
  if (machine === undefined) {
    const awsConfig = guestProfiles(componentLabel("GuestInstallation", name, options), [profile]).apply(
      (known) => renderAwsConfig(known),
    );
    return pulumi.output({ ...common, awsConfig });
  }
  const { verify, ...guest } = settings.guest;
  const verified = verify === true && settings.suspended !== true;
  const installation = new GuestInstallation(
    name,
    {
      ...machine.place,
      vmName: machine.outputs.vmName,
      profiles: [profile],
      identityIds: machine.identityIds,
      tags: shared.azureTags,
      ...guest,
      ...(verified ? { verify, verificationTrigger: fingerprint(role.trustPolicy, settings) } : {}),
    },
    options,
  );
  return pulumi.output({
    ...common,
    awsConfig: installation.awsConfig,
    ...machine.outputs,
    ...(verified ? { verifiedCaller: installation.verifiedCaller } : {}),
  });
}

function createRole(
  { name, settings }: NamedWorkload,
  identity: AzureWorkload,
  provider: AwsOidcProvider,
  { audience, additionalAudiences, partition, trustPolicyQuota, awsTags, options }: SharedParts,
): FederatedRole {
  const { additionalSubjects } = settings;
  const isSuspended = settings.suspended === true;
  // A suspended role lets nobody in, so it waits neither for Entra nor for the provider: that would delay containment.
  const ownAudience = isSuspended ? plannedAudience(audience) : audience.audience;
  const oidcProviderArn = isSuspended ? unconfirmedProviderArn(provider) : provider.oidcProviderArn;
  // v2 tokens carry the client ID of who asked, which is what AWS compares.
  const own = audience.tokenVersion.apply((version) => (version === 1 ? ownAudience : identity.clientId));
  const others = isGiven(additionalSubjects) ? additionalAudiences : undefined;
  return new FederatedRole(
    name,
    {
      oidcProviderArn,
      issuer: audience.issuer,
      audiences:
        others === undefined
          ? [own]
          : audience.tokenVersion.apply((version) =>
              pulumi.output(version === 1 ? [ownAudience] : joined(identity.clientId, others)),
            ),
      subjects: joined(identity.principalId, additionalSubjects),
      permissions: settings.permissions,
      maxSessionDuration: settings.maxSessionDuration,
      trustPolicyQuota,
      partition,
      roleName: settings.roleName,
      path: settings.rolePath,
      description: settings.roleDescription,
      permissionsBoundaryArn: settings.permissionsBoundaryArn,
      tags: mergedTags(awsTags, settings.roleTags),
      allowedSourceIps: settings.allowedSourceIps,
      conditions: settings.conditions as FederatedRoleArgs["conditions"],
      suspended: settings.suspended,
    },
    options,
  );
}

/**
 * The client ID, once the identity is assigned: a VM that exists may have it attached already, and what is installed
 * there asks for a token at once.
 */
function onceAssigned({ clientId, identityId }: AzureWorkload): pulumi.Output<string> {
  return pulumi.all([clientId, identityId]).apply(([known]) => known);
}

/** One text and further ones. A list that is there now stays a list, so that a preview shows what is known of it. */
function joined(
  first: pulumi.Input<string>,
  others: pulumi.Input<pulumi.Input<string>[] | undefined>,
): pulumi.Input<pulumi.Input<string>[]> {
  if (!isGiven(others)) {
    return [first];
  }
  if (Array.isArray(others)) {
    return [first, ...others];
  }
  return pulumi.all([first, others]).apply(([one, more]) => [one, ...(more ?? [])]);
}

/** Changes whenever trust or permissions do, of which the boundary is a part. */
function fingerprint(
  trustPolicy: pulumi.Output<string>,
  { permissions, permissionsBoundaryArn }: CheckedWorkload,
): pulumi.Output<string> {
  return pulumi
    .all([
      trustPolicy,
      pulumi.output(permissions),
      ...(permissionsBoundaryArn === undefined ? [] : [permissionsBoundaryArn]),
    ])
    .apply((known) => createHash("sha256").update(JSON.stringify(known)).digest("hex"));
}

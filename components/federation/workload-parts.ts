import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { awsConfig } from "../../credential-helper/aws-config";
import type { SessionSeconds } from "../../credential-helper/profile";
import { isGiven, plainOrDefault } from "../arguments/inputs";
import { inTagKeys } from "../arguments/rules/iam";
import { AzureWorkload, unassignedIdentityId } from "../azure-workload/azure-workload";
import { AZURE_WORKLOAD } from "../azure-workload/azure-workload-args";
import { FederatedRole } from "../federated-role/federated-role";
import { FEDERATED_ROLE } from "../federated-role/federated-role-args";
import { GuestInstallation } from "../guest-installation/guest-installation";
import { GUEST_INSTALLATION, type ProfileInputs } from "../guest-installation/guest-installation-args";
import { guestProfiles } from "../guest-installation/guest-profile";
import type { AwsOidcProvider } from "../oidc-provider/aws-oidc-provider";
import type { FederatedWorkload } from "./federated-workload";
import { contractOf } from "./federation-contract";
import { checkIdentityTenant } from "./identity-tenant";
import { mergedTags } from "./merged-tags";
import type { NamedWorkload } from "./named-workload";
import type { SharedParts } from "./shared-parts";
import { suspendedTrust, type TrustedClaims } from "./suspended-trust";
import { type WorkloadMachine, workloadMachine } from "./workload-machine";
import type { CheckedWorkload } from "./workload-settings";

/** Creates or adopts the identity of a workload, and assigns it. It must be in the audience's tenant. */
export function createIdentity(
  { key, name, paths, settings: { identityId } }: NamedWorkload,
  { paths: federation, audience, place, azureTags, options }: SharedParts,
): AzureWorkload {
  const { servicePrincipalObjectId, appRoleId } = audience;
  const placed = identityId === undefined ? { ...place, tags: azureTags } : { identityId };
  const args = { ...placed, servicePrincipalObjectId, appRoleId };
  const workload = new AzureWorkload(name, AZURE_WORKLOAD.checked(args, paths.identity), options);
  checkIdentityTenant(federation, { key, identityId, own: workload.tenantId, expected: audience.tenantId });
  return workload;
}

/** Creates the other parts of a workload: the role, and optionally a VM and the installation on it. */
export function createWorkload(
  workload: NamedWorkload,
  identity: AzureWorkload,
  provider: AwsOidcProvider,
  shared: SharedParts,
): pulumi.Output<FederatedWorkload> {
  const { key, paths, settings } = workload;
  const { audience, region, terms } = shared;
  const role = createRole(workload, identity, provider, shared);
  const profile: ProfileInputs = {
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
    runtimeSettings: pulumi
      .all({
        AWS_ROLE_ARN: role.roleArn,
        AWS_REGION: region,
        AZURE_CLIENT_ID: identity.clientId,
        AZURE_TO_AWS_AUDIENCE: audience.audience,
      })
      .apply((variables): Record<string, string> => variables),
    contract: contractOf(terms, [{ key, identity }]),
  };
  const machine = workloadMachine(
    workload,
    { ...common, unassignedIdentityId: unassignedIdentityId(identity) },
    shared,
  );
  if (machine === undefined) {
    const profiles = guestProfiles(paths.installation, [profile]);
    return pulumi.output({ ...common, awsConfig: profiles.apply((known) => awsConfig(known)) });
  }
  const { verify, uninstall } = settings.guest ?? {};
  const verified = verify === true && uninstall !== true && settings.suspended !== true;
  const trigger = verified ? fingerprint(role.trustPolicy, settings) : undefined;
  const installation = createInstallation(workload, machine, profile, trigger, shared);
  return pulumi.output({
    ...common,
    awsConfig: installation.awsConfig,
    ...machine.outputs,
    ...(verified ? { verifiedCaller: installation.verifiedCaller } : {}),
  });
}

/** @param trigger - What the verification depends on; undefined for none. */
function createInstallation(
  { name, paths, settings }: NamedWorkload,
  machine: WorkloadMachine,
  profile: ProfileInputs,
  trigger: pulumi.Output<string> | undefined,
  { azureTags, options }: SharedParts,
): GuestInstallation {
  const { durationSeconds, ...guest } = settings.guest ?? {};
  const args = {
    ...guest,
    ...machine.place,
    vmName: machine.outputs.vmName,
    profiles: [
      isGiven(durationSeconds)
        ? { ...profile, durationSeconds: requested(durationSeconds, settings) }
        : profile,
    ],
    identityIds: machine.identityIds,
    tags: azureTags,
    verify: trigger !== undefined,
    verificationTrigger: trigger,
  };
  return new GuestInstallation(name, GUEST_INSTALLATION.checked(args, paths.installation), options);
}

function createRole(
  { name, paths, settings }: NamedWorkload,
  identity: AzureWorkload,
  provider: AwsOidcProvider,
  { audience, additionalAudiences, partition, awsTags, options }: SharedParts,
): FederatedRole {
  const { additionalSubjects } = settings;
  const trusted: TrustedClaims =
    settings.suspended === true
      ? suspendedTrust(audience, provider)
      : {
          oidcProviderArn: provider.oidcProviderArn,
          issuer: audience.issuer,
          audience: audience.audience,
          tokenVersion: audience.tokenVersion,
        };
  const { oidcProviderArn, issuer, tokenVersion } = trusted;
  // For v2 tokens, AWS compares the client ID of the identity that requested the token.
  const own = tokenVersion.apply((version) => (version === 1 ? trusted.audience : identity.clientId));
  const others = isGiven(additionalSubjects) ? additionalAudiences : undefined;
  const args = {
    oidcProviderArn,
    issuer,
    audiences:
      others === undefined
        ? [own]
        : tokenVersion.apply((version) =>
            pulumi.output(version === 1 ? [trusted.audience] : joined(identity.clientId, others)),
          ),
    subjects: joined(identity.principalId, additionalSubjects),
    permissions: settings.permissions,
    maxSessionDuration: settings.maxSessionDuration,
    partition,
    roleName: settings.roleName,
    path: settings.rolePath,
    description: settings.roleDescription,
    permissionsBoundaryArn: settings.permissionsBoundaryArn,
    tags: mergedTags(awsTags, settings.roleTags, { paths: paths.role, path: "roleTags", find: inTagKeys }),
    allowedSourceIps: settings.allowedSourceIps,
    conditions: settings.conditions,
    suspended: settings.suspended,
  };
  return new FederatedRole(name, FEDERATED_ROLE.checked(args, paths.role), options);
}

/** How long a session the profile requests: an Output may resolve to nothing. */
function requested(
  given: pulumi.Input<SessionSeconds | undefined>,
  { maxSessionDuration }: CheckedWorkload,
): pulumi.Output<SessionSeconds | undefined> {
  return pulumi.all([given, maxSessionDuration]).apply(([seconds, most]) => seconds ?? most);
}

/**
 * The client ID, once the identity is assigned. An existing VM may already have it attached, and the installed helper then
 * requests a token at once.
 */
function onceAssigned({ clientId, identityId }: AzureWorkload): pulumi.Output<string> {
  return pulumi.all([clientId, identityId]).apply(([known]) => known);
}

/** One string and further ones. A plain list stays plain, so that a preview shows its known parts. */
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

/** Changes whenever the trust or the permissions change. The permissions include the boundary. */
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

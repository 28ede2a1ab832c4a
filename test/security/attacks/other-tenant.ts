import { EntraTenant } from "../../../lab/azure";

/** The attacker's own tenant. */
export const OTHER_TENANT_ID = "0ddba11a-1111-4222-8333-444455556666";

/** A tenant where the attacker may do everything, with an application of the same ID URI and an identity assigned to it. */
export async function foundTenant(audience: string): Promise<EntraTenant> {
  const tenant = await EntraTenant.create({ tenantId: OTHER_TENANT_ID }, Date.now);
  const { directory } = tenant;
  const { appId } = directory.createApplication({ displayName: "copy", identifierUris: [audience] });
  const application = directory.createServicePrincipal({
    appId,
    displayName: "copy",
    appRoleAssignmentRequired: true,
  });
  directory.assign(directory.createManagedIdentity("attacker", "/subscriptions/attackers"), application);
  return tenant;
}

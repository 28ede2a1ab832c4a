/** User-assigned managed identities. */
import { lowerResourceGroups } from "../../resources/resource-id";
import { identityName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * A managed identity.
 *
 * @evidence documentation Azure creates a service principal in the tenant of the subscription for an identity, and
 *   removes it with it. Source: Microsoft Entra, "Managed identities for Azure resources".
 */
export const userAssignedIdentities: ArmBehavior = {
  type: "Microsoft.ManagedIdentity/userAssignedIdentities",
  name: identityName(128),
  /**
   * @evidence recorded The ID comes back with `/resourcegroups/`, whatever was sent. Source: Azure/azure-cli
   *   src/azure-cli/azure/cli/command_modules/identity/tests/latest/recordings/test_revoke_token.yaml at 2c7e963 (version
   *   2023-01-31).
   */
  shownId: lowerResourceGroups,
  /**
   * @evidence recorded An identity shows no `provisioningState`, and the 201 has its relative address in `Location`. Source:
   *   Azure/azure-cli
   *   src/azure-cli/azure/cli/command_modules/identity/tests/latest/recordings/test_federated_identity_credential.yaml at
   *   0674fa6.
   */
  showsState: false,
  locatesNew: true,
  readOnly: ["tenantId", "principalId", "clientId"],
  prepare({ id, body, before }, { tenant }) {
    if (before !== undefined) {
      return { body: { ...body, properties: { ...body.properties, ...before.body.properties } } };
    }
    // @evidence recorded An identity shows `tenantId`, `principalId`, and `clientId`. Source: Azure/azure-cli
    // src/azure-cli/azure/cli/command_modules/identity/tests/latest/recordings/test_revoke_token.yaml at 2c7e963.
    const { id: principalId, appId: clientId } = tenant.directory.createManagedIdentity(id.name, id.text);
    const { tenantId } = tenant;
    return { body: { ...body, properties: { ...body.properties, tenantId, principalId, clientId } } };
  },
  remove({ body }, { tenant: { directory } }) {
    const principal = directory.servicePrincipal(String(body.properties.principalId));
    if (principal !== undefined) {
      directory.deleteServicePrincipal(principal);
    }
    return Promise.resolve();
  },
};

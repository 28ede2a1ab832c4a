/** User-assigned managed identities. */
import { lowerResourceGroups } from "../../resources/resource-id";
import { identityName } from "../resource-name";
import type { ResourceType } from "../resource-type";

/**
 * A managed identity: Azure makes a service principal for it in the tenant that the subscription trusts, and removes it
 * with the identity.
 */
export const userAssignedIdentities: ResourceType = {
  type: "Microsoft.ManagedIdentity/userAssignedIdentities",
  name: identityName(128),
  // Recorded by the Azure CLI (`test_revoke_token.yaml`, API version 2023-01-31): in small letters whatever was sent.
  shownId: lowerResourceGroups,
  readOnly: ["tenantId", "principalId", "clientId"],
  prepare({ id, body, before }, { tenant }) {
    if (before !== undefined) {
      return { body: { ...body, properties: { ...body.properties, ...before.body.properties } } };
    }
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

/** Environments of container apps. */
import { randomBytes } from "node:crypto";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity } from "../../resources/attached-identities";
import { wordName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * An environment in a network of Microsoft's, which has a way out by itself. One in a subnet of the customer's would
 * have that subnet's.
 *
 * @evidence documentation An environment has a domain, an address, and a way out. Source: Azure Container Apps,
 *   "Networking in Azure Container Apps environment".
 */
export const managedEnvironments: ArmBehavior = {
  type: "Microsoft.App/managedEnvironments",
  name: wordName("-", 1, 60),
  asynchronous: "always",
  readOnly: ["defaultDomain", "staticIp", "deploymentErrors", "eventStreamEndpoint"],
  prepare(change, { store, tenant }) {
    const { body, before } = change;
    if (body.properties.vnetConfiguration !== undefined) {
      throw ArmError.notInTheLab("an environment in a subnet (properties.vnetConfiguration)");
    }
    const defaultDomain =
      before?.body.properties.defaultDomain ??
      `lab-${randomBytes(4).toString("hex")}.${String(body.location)}.azurecontainerapps.io`;
    const properties = { zoneRedundant: false, ...body.properties, defaultDomain, staticIp: "203.0.113.200" };
    return { body: { ...body, identity: prepareIdentity(change, store, tenant), properties } };
  },
};

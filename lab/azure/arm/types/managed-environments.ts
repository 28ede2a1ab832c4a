/** Environments of container apps. */
import { randomBytes } from "node:crypto";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity } from "../../resources/attached-identities";
import { textAt } from "../../resources/json-reader";
import type { ResourceChange, ResourceStore } from "../../resources/resource-store";
import { invalidReference } from "../change-rules";
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

/** The ID of the environment that an app or a job is in. @throws ArmError if there is none. */
export function demandEnvironment({ id, body }: ResourceChange, store: ResourceStore): string {
  const { properties } = body;
  const environment = textAt(properties, "environmentId") ?? textAt(properties, "managedEnvironmentId") ?? "";
  const found = store.get(environment);
  if (found?.id.type.toLowerCase() !== managedEnvironments.type.toLowerCase()) {
    // @evidence inferred An environment that does not exist is `InvalidResourceReference`. Reason: the text is that of
    // other references.
    throw invalidReference(environment, id.text);
  }
  return environment;
}

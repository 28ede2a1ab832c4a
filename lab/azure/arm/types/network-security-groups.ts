/** Network security groups. */
import { ArmError } from "../../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { sameId } from "../../resources/resource-id";
import { mergePatch } from "../merge-patch";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * Name, priority, access, direction, source and destination of each rule that comes by itself.
 *
 * @evidence documentation Every security group has the default rules, and every rule has an ID. Source: "Network
 * security groups", "Default security rules"; that every rule has an ID was seen in cassettes of Cloud Custodian.
 */
const DEFAULT_RULES = [
  ["AllowVnetInBound", 65_000, "Allow", "Inbound", "VirtualNetwork", "VirtualNetwork"],
  ["AllowAzureLoadBalancerInBound", 65_001, "Allow", "Inbound", "AzureLoadBalancer", "*"],
  ["DenyAllInBound", 65_500, "Deny", "Inbound", "*", "*"],
  ["AllowVnetOutBound", 65_000, "Allow", "Outbound", "VirtualNetwork", "VirtualNetwork"],
  ["AllowInternetOutBound", 65_001, "Allow", "Outbound", "*", "Internet"],
  ["DenyAllOutBound", 65_500, "Deny", "Outbound", "*", "*"],
] as const;

/**
 * A network security group. No packet passes here; `lab/azure/vm/inbound-access` says what its rules let in.
 *
 * @evidence documentation A security group shows the subnets and interfaces that name it. Source: Azure, "Network
 *   Security Groups - Get".
 * @evidence documentation A security group shows `securityRules`, `defaultSecurityRules`, `subnets`, `networkInterfaces`,
 *   `priority`, `access`, `direction`, `protocol`, `sourceAddressPrefix`, `sourcePortRange`, `destinationAddressPrefix`,
 *   `destinationPortRange`, and `provisioningState`. Source: Azure, "Network Security Groups - Get".
 */
export const networkSecurityGroups: ArmBehavior = {
  type: "Microsoft.Network/networkSecurityGroups",
  name: networkName(1, 80),
  asynchronous: "always",
  readOnly: ["defaultSecurityRules", "networkInterfaces", "subnets", "resourceGuid"],
  prepare({ body }) {
    // A client that read the group sends back what only Azure writes.
    const securityRules = objectsAt(body.properties, "securityRules").map(({ name, properties }) => ({
      name,
      properties: mergePatch(objectAt(properties), { provisioningState: null }),
    }));
    return { body: { ...body, properties: { ...body.properties, securityRules } } };
  },
  refuseDeletion({ id }, references) {
    const users = references.map(({ from }) => from.id.text).join(", ");
    // @evidence log A security group in use is `InUseNetworkSecurityGroupCannotBeDeleted`. Source:
    // pulumi/pulumi-azure-native #3051.
    return new ArmError(
      400,
      "InUseNetworkSecurityGroupCannotBeDeleted",
      `Network security group ${id.text} cannot be deleted because it is in use by the following resources: ${users}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    );
  },
  view({ id, body }, { store }) {
    const users = store.referencesTo(id.text).map(({ from }) => from.id);
    const [subnets, networkInterfaces] = ["virtualNetworks/subnets", "networkInterfaces"].map((type) =>
      users
        .filter((user) => sameId(user.type, `Microsoft.Network/${type}`))
        .map(({ text }) => ({ id: text })),
    );
    const securityRules = objectsAt(body.properties, "securityRules").map((rule) => ({
      ...rule,
      id: `${id.text}/securityRules/${textAt(rule, "name") ?? ""}`,
      type: "Microsoft.Network/networkSecurityGroups/securityRules",
      properties: { ...objectAt(rule, "properties"), provisioningState: "Succeeded" },
    }));
    const defaultSecurityRules = DEFAULT_RULES.map(([name, priority, access, direction, from, to]) => ({
      name,
      id: `${id.text}/defaultSecurityRules/${name}`,
      type: "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
      properties: {
        priority,
        access,
        direction,
        protocol: "*",
        sourceAddressPrefix: from,
        sourcePortRange: "*",
        destinationAddressPrefix: to,
        destinationPortRange: "*",
        provisioningState: "Succeeded",
      },
    }));
    return {
      ...body,
      properties: { ...body.properties, securityRules, defaultSecurityRules, subnets, networkInterfaces },
    };
  },
};

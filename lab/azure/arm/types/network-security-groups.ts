/** Network security groups. */
import { ArmError } from "../../resources/arm-error";
import { sameId } from "../../resources/resource-id";
import { networkName } from "../resource-name";
import type { ResourceType } from "../resource-type";

/**
 * A network security group. No packet passes here; `lab/azure/vm/inbound-access` says what its rules let in.
 *
 * @evidence documentation A security group shows the subnets and interfaces that name it. Source: Azure, "Network
 *   Security Groups - Get".
 */
export const networkSecurityGroups: ResourceType = {
  type: "Microsoft.Network/networkSecurityGroups",
  name: networkName(1, 80),
  asynchronous: "always",
  readOnly: ["defaultSecurityRules", "networkInterfaces", "subnets", "resourceGuid"],
  refuseDeletion({ id }, references) {
    const users = references.map(({ from }) => from.id.text).join(", ");
    // @evidence log A security group in use is `InUseNetworkSecurityGroupCannotBeDeleted`. Source: answers quoted in
    // public logs.
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
    return { ...body, properties: { securityRules: [], ...body.properties, subnets, networkInterfaces } };
  },
};

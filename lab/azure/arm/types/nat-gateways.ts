/** NAT gateways. */
import { ArmError } from "../../resources/arm-error";
import { networkName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * A NAT gateway: the way out for the subnets that name it.
 *
 * @evidence recorded A NAT gateway shows the subnets that name it. Source: Azure/azure-service-operator
 * v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
 * @evidence documentation A NAT gateway shows `subnets`. Source: Azure, "NAT Gateways - Get".
 */
export const natGateways: ArmBehavior = {
  type: "Microsoft.Network/natGateways",
  name: networkName(1, 80),
  asynchronous: "always",
  readOnly: ["subnets", "resourceGuid"],
  refuseDeletion({ id }, references) {
    // @evidence report A NAT gateway that a subnet uses cannot be deleted. Source: answers quoted in public logs, some
    // of which have the code `InUseNatGatewayCannotBeDeleted` instead; the text is inferred.
    return new ArmError(
      400,
      "CannotDeleteNatGatewayAssociatedToSubnet",
      `NAT Gateway ${id.text} is still configured on ${references.length} subnets. Remove NAT Gateway from all referenced subnets and then delete NAT Gateway.`,
    );
  },
  view({ id, body }, { store }) {
    const subnets = store.referencesTo(id.text).map(({ holder }) => ({ id: holder }));
    return subnets.length === 0 ? body : { ...body, properties: { ...body.properties, subnets } };
  },
};

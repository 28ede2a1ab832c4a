/** Resource groups. */
import { RESOURCE_GROUP_TYPE } from "../../resources/resource-id";
import { GROUP_NAME } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * A resource group: deleting one deletes all in it.
 *
 * @evidence recorded Creating a group is answered at once, deleting one in the background. Source:
 * Azure/azure-service-operator v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
 */
export const resourceGroups: ArmBehavior = {
  type: RESOURCE_GROUP_TYPE,
  name: GROUP_NAME,
  asynchronous: "deletion",
};

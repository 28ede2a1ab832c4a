/** Resource groups. */
import { RESOURCE_GROUP_TYPE } from "../../resources/resource-id";
import type { ResourceType } from "../resource-type";

/** A resource group: deleting one deletes all in it. */
export const resourceGroups: ResourceType = {
  type: RESOURCE_GROUP_TYPE,
  asynchronous: "deletion",
};

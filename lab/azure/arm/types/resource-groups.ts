/** Resource groups. */
import { RESOURCE_GROUP_TYPE } from "../../resources/resource-id";
import { GROUP_NAME } from "../resource-name";
import type { ResourceType } from "../resource-type";

/** A resource group: deleting one deletes all in it. */
export const resourceGroups: ResourceType = {
  type: RESOURCE_GROUP_TYPE,
  name: GROUP_NAME,
  asynchronous: "deletion",
};

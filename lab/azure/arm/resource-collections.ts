/** Lists of resources. */
import { isWithin, parseResourceId, RESOURCE_GROUP_TYPE } from "../resources/resource-id";
import type { Resource } from "../resources/resource-store";
import { demandParent } from "./change-rules";
import type { ResourceManager } from "./resource-manager";
import { resourceTypeOf } from "./resource-types";

const IN_SUBSCRIPTION = /^\/subscriptions\/([^/]+)\/(?:resourceGroups|providers\/([^/]+\/[^/]+))$/i;
const IN_GROUP = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)\/(.+)$/i;

/**
 * The resources at the address of a collection: all resource groups, the resources of a type in the
 * subscription or in a group, or the children of a resource. Undefined for the address of anything else.
 *
 * @throws ArmError for a subscription, group, parent or type that is not there.
 */
export function listResources(path: string, manager: ResourceManager): readonly Resource[] | undefined {
  const { store } = manager.context;
  const inSubscription = IN_SUBSCRIPTION.exec(path);
  if (inSubscription !== null) {
    const [, subscriptionId = "", type = RESOURCE_GROUP_TYPE] = inSubscription;
    manager.demandSubscription(subscriptionId);
    return store.ofType(resourceTypeOf(type).type);
  }
  const [, group, rest] = IN_GROUP.exec(path) ?? [];
  if (group === undefined || rest === undefined || parseResourceId(path) !== undefined) {
    return undefined;
  }
  manager.get(manager.locate(group));
  // The address of a collection is that of a member without its name.
  const member = manager.locate(`${path}/any`, false);
  demandParent(member, store);
  const { parent } = member;
  return store
    .ofType(member.type, group)
    .filter(({ id }) => parent === undefined || isWithin(id.text, parent));
}

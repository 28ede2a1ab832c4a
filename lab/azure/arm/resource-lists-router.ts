/** Lists of resources of any type, in a subscription or in a group. */
import { Router } from "express";
import { ArmError } from "../resources/arm-error";
import type { Resource } from "../resources/resource-store";
import { ARM_ADDRESSES } from "./arm-addresses";
import { sendPage } from "./arm-page";
import type { ResourceManager } from "./resource-manager";

/** Members that a list shows ("Resources - List", definition `GenericResourceExpanded`). */
const SHOWN = ["id", "name", "type", "kind", "location", "managedBy", "plan", "sku", "tags", "identity"];

const FILTER = /^(resourceType|name|location|resourceGroup) eq '([^']*)'$/i;

/**
 * The routes of "Resources - List" and "Resources - List By Resource Group".
 *
 * @evidence documentation A list has no properties, and `$expand=provisioningState` adds that member to the name. Source:
 *   the pages of both operations.
 */
export function resourceListsRouter(manager: ResourceManager): Router {
  const router = Router();
  const paths = [ARM_ADDRESSES.resources.path, ARM_ADDRESSES.resourcesOfGroup.path];
  router.get(paths, (request, response) => {
    const { subscriptionId, group } = request.params as { subscriptionId: string; group?: string };
    const scope = `/subscriptions/${subscriptionId}`;
    const within =
      group === undefined ? undefined : manager.get(manager.locate(`${scope}/resourceGroups/${group}`));
    const { $expand: expand, $filter: filter } = request.query;
    const value = manager.context.store
      .inside(within?.id.text ?? scope)
      .filter(({ id }) => id.parent === undefined && id.names.length > 0 && id.text.includes("/providers/"))
      .filter(filterOf(typeof filter === "string" ? filter : undefined))
      .map((resource) => shown(resource, manager, typeof expand === "string" ? expand : ""));
    sendPage(request, response, value, manager.context.pageSize);
  });
  return router;
}

function shown(
  resource: Resource,
  manager: ResourceManager,
  expand: string,
): Readonly<Record<string, unknown>> {
  const view = manager.view(resource);
  const members = SHOWN.flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]] as const]));
  const isExpanded = expand.toLowerCase().split(",").includes("provisioningstate");
  return {
    ...Object.fromEntries(members),
    ...(isExpanded ? { provisioningState: resource.provisioningState } : {}),
  };
}

/** @throws ArmError for a filter that the lab does not know, so that nobody gets what was not asked for. */
function filterOf(filter: string | undefined): (resource: Resource) => boolean {
  if (filter === undefined || filter === "") {
    return () => true;
  }
  const [, name = "", wanted = ""] = FILTER.exec(filter.trim()) ?? [];
  if (name === "") {
    throw ArmError.notInTheLab(`the filter ${filter}`);
  }
  return ({ id, body }) => {
    const values: Readonly<Record<string, string | undefined>> = {
      resourcetype: id.type,
      name: id.name,
      location: body.location,
      resourcegroup: id.resourceGroup,
    };
    return values[name.toLowerCase()]?.toLowerCase() === wanted.toLowerCase();
  };
}

/** What holds for a change of any resource, whatever its type. */
import { ArmError } from "../resources/arm-error";
import { parseResourceId, RESOURCE_GROUP_TYPE, type ResourceId, sameId } from "../resources/resource-id";
import {
  referencesOf,
  type Resource,
  type ResourceBody,
  type ResourceStore,
} from "../resources/resource-store";
import { regionName, regionOf, regions } from "./region";

/** @throws ArmError 404 when the resource that this is to be a child of is not there. */
export function demandParent({ parent }: ResourceId, store: ResourceStore): void {
  if (parent !== undefined && store.get(parent) === undefined) {
    throw ArmError.parentNotFound(parent.split("/").at(-1) ?? "");
  }
}

/** @throws ArmError 409 while an operation is going on. The code is the network provider's; others have others. */
export function demandIdle(resource: Resource | undefined): void {
  const state = resource?.provisioningState;
  if (state === "Creating" || state === "Updating" || state === "Deleting") {
    throw new ArmError(
      409,
      "AnotherOperationInProgress",
      "Another operation on this or dependent resource is in progress.",
    );
  }
}

/** @throws ArmError when there is no location, one that is no region of the lab, or another one than before. */
export function demandLocation(id: ResourceId, body: ResourceBody, before: Resource | undefined): void {
  const { location } = body;
  if (typeof location !== "string" || location === "") {
    throw new ArmError(400, "LocationRequired", "The location property is required for this definition.");
  }
  if (!regions().includes(regionName(location))) {
    throw notAvailable(id, location);
  }
  const former = before?.body.location;
  if (former !== undefined && regionName(former) !== regionName(location)) {
    throw new ArmError(
      409,
      "InvalidResourceLocation",
      `The resource '${id.name}' already exists in location '${former}' in resource group '${id.resourceGroup}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
  }
}

/**
 * Recorded: azure-cli #7602, cb-spider #527 (2021) and executable-docs #74 (2024) for groups, with status 400 in cb-spider;
 * mapt #393 for other types.
 */
function notAvailable({ type }: ResourceId, location: string): ArmError {
  const available = regions().join(",");
  return sameId(type, RESOURCE_GROUP_TYPE)
    ? new ArmError(
        400,
        "LocationNotAvailableForResourceGroup",
        `The provided location '${location}' is not available for resource group. List of available regions is '${available}'.`,
      )
    : new ArmError(
        400,
        "LocationNotAvailableForResourceType",
        `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is '${available}'.`,
      );
}

/**
 * @param region The region of the resource, where its parent that has it is not stored yet.
 * @throws ArmError 400 for the first reference to a resource that is not there, or that is in another region.
 */
export function demandReferences(
  resource: Resource,
  store: ResourceStore,
  region = regionOf(resource, store),
): void {
  for (const { to } of referencesOf(resource)) {
    const target = store.get(to);
    const isWrong =
      target === undefined
        ? parseResourceId(to) !== undefined
        : isNetworked(resource) && isNetwork(target) && regionOf(target, store) !== region;
    if (isWrong) {
      throw invalidReference(to, resource.id.text);
    }
  }
}

/**
 * The refusal of a reference to a resource that is not there, or that is in another region: Azure has one text for both
 * (log: azurerm and ARM deployments with a NIC, a NAT gateway or a VM in another region than what they refer to).
 */
export function invalidReference(to: string, from: string): ArmError {
  return new ArmError(
    400,
    "InvalidResourceReference",
    `Resource ${to} referenced by resource ${from} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}

/** Machines and parts of networks, whose references stay in one region; others, such as peerings, are not in the lab. */
function isNetworked(resource: Resource): boolean {
  return isNetwork(resource) || resource.id.type.toLowerCase().startsWith("microsoft.compute/");
}

function isNetwork({ id }: Resource): boolean {
  return id.type.toLowerCase().startsWith("microsoft.network/");
}

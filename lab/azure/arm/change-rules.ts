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
    // @evidence documentation A child of a resource that does not exist is refused. Source: Azure Resource Manager,
    // "Resolve errors for parent resources".
    throw ArmError.parentNotFound(parent.split("/").at(-1) ?? "");
  }
}

/** @throws ArmError 409 while an operation is going on. */
export function demandIdle(resource: Resource | undefined): void {
  const state = resource?.provisioningState;
  if (state === "Creating" || state === "Updating" || state === "Deleting") {
    // @evidence log A change while an operation goes on is 409 `AnotherOperationInProgress`. Source: microsoft/AzureTRE
    // #2222; pulumi/pulumi-azure-native #1024. The code is that of the network provider, and the lab's text is shorter.
    throw new ArmError(
      409,
      "AnotherOperationInProgress",
      "Another operation on this or dependent resource is in progress.",
    );
  }
}

/** @throws ArmError if the location is missing, is not a region of the lab, or differs from the stored one. */
export function demandLocation(id: ResourceId, body: ResourceBody, before: Resource | undefined): void {
  const { location } = body;
  if (typeof location !== "string" || location === "") {
    // @evidence report A resource without a location is 400 `LocationRequired`. Source: comments in the tests of
    // Azure/azure-sdk-for-net.
    throw new ArmError(400, "LocationRequired", "The location property is required for this definition.");
  }
  if (!regions().includes(regionName(location))) {
    // @evidence log A location that is not a region is refused. Source: Azure/azure-cli #7602, cloud-barista/cb-spider
    // #527.
    throw notAvailable(id, location);
  }
  const former = before?.body.location;
  if (former !== undefined && regionName(former) !== regionName(location)) {
    // @evidence log A resource cannot move to another location: `InvalidResourceLocation`. Source:
    // Azure/azure-service-operator #784.
    throw new ArmError(
      409,
      "InvalidResourceLocation",
      `The resource '${id.name}' already exists in location '${former}' in resource group '${id.resourceGroup}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
  }
}

function notAvailable({ type }: ResourceId, location: string): ArmError {
  const available = regions().join(",");
  // @evidence log A resource group in a location that is not a region is 400 `LocationNotAvailableForResourceGroup`.
  // Source: Azure/azure-cli #7602; cloud-barista/cb-spider #527 (2021), with status 400; Azure executable-docs #74
  // (2024).
  // @evidence log Another resource in a location that is not a region is 400 `LocationNotAvailableForResourceType`.
  // Source: redhat-developer/mapt #393.
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
      // @evidence log A reference to a resource that does not exist, or that is in another region, is refused. Source:
      // Azure/RDS-Templates #349; microsoft/MCW-Building-a-resilient-IaaS-architecture #35.
      throw invalidReference(to, resource.id.text);
    }
  }
}

/**
 * The refusal of a reference to a resource that is not there, or that is in another region.
 */
export function invalidReference(to: string, from: string): ArmError {
  // @evidence log A reference to a resource that is not there, and one to a resource of another region, have one text,
  // `InvalidResourceReference`. Source: Azure/RDS-Templates #349; microsoft/MCW-Building-a-resilient-IaaS-architecture
  // #35. For a public IP address of a NAT gateway, a recording has 404 `NotFound` (Azure/azure-service-operator
  // Test_Networking_NatGateway_CRUD.yaml).
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

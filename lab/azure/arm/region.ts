/** Azure regions as ARM compares them. */
import type { ResourceId } from "../resources/resource-id";
import type { Resource, ResourceStore } from "../resources/resource-store";

/** The API name of a region: "West Europe" is "westeurope". */
export function regionName(location: string): string {
  return location.replaceAll(" ", "").toLowerCase();
}

/** The region that a resource is in; a child without a location is in its parent's. Undefined where neither has one. */
export function regionOf(
  { id, body }: { readonly id: ResourceId; readonly body: Resource["body"] },
  store: ResourceStore,
): string | undefined {
  if (typeof body.location === "string") {
    return regionName(body.location);
  }
  const parent = id.parent === undefined ? undefined : store.get(id.parent);
  return parent === undefined ? undefined : regionOf(parent, store);
}

/**
 * Display names of the lab's regions.
 *
 * @evidence documentation Each region has a display name. Source: Microsoft, "Azure regions list".
 */
const DISPLAY_NAMES: Readonly<Record<string, string>> = {
  westeurope: "West Europe",
  northeurope: "North Europe",
  uksouth: "UK South",
  westus: "West US",
  westus2: "West US 2",
  eastus2: "East US 2",
  chinanorth3: "China North 3",
  usgovvirginia: "USGov Virginia",
  usgovarizona: "USGov Arizona",
};

/** The regions of the lab by their API names. */
export function regions(): readonly string[] {
  return Object.keys(DISPLAY_NAMES);
}

/** The display name of a region, as some resource providers answer it; of a region that the lab does not know, the name. */
export function regionDisplayName(location: string): string {
  return DISPLAY_NAMES[regionName(location)] ?? location;
}

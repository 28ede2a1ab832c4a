/** The sizes and zones that a region offers for VMs, according to ARM, and the problems of a VM that needs something else. */
import { nearestName, VIRTUAL_MACHINE } from "../../messages";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { hasArmCores } from "./virtual-machine-template";

/** The members of a resource SKU that matter here ("Resource Skus - List"). */
export interface ResourceSku {
  readonly resourceType?: string;
  readonly name?: string;
  readonly locationInfo?: readonly { readonly location?: string; readonly zones?: readonly string[] }[];
  readonly capabilities?: readonly { readonly name?: string; readonly value?: string }[];
  readonly restrictions?: readonly {
    readonly type?: string;
    readonly reasonCode?: string;
    readonly restrictionInfo?: {
      readonly locations?: readonly string[];
      readonly zones?: readonly string[];
    };
  }[];
}

/** A VM that will be created, or that will get another size. */
export interface WantedMachine {
  /** The API name of the region. */
  readonly region: string;
  readonly size: string;
  /** Undefined if the VM is in no zone, or in one that is not known yet. */
  readonly zone?: string | undefined;
}

/** The API name of a region: that of "West Europe" is `westeurope`. */
export function regionName(location: string): string {
  return location.replaceAll(" ", "").toLowerCase();
}

/**
 * The problems of a size, a zone, or a region that has no VMs at all.
 *
 * @param skus - The resource SKUs of the region. Only those of VMs count.
 */
export function sizeProblems(wanted: WantedMachine, skus: readonly ResourceSku[]): ArgumentProblem[] {
  const sizes = skus.filter(({ resourceType }) => resourceType === "virtualMachines");
  const { region, size, zone } = wanted;
  if (sizes.length === 0) {
    return [{ path: "location", ...VIRTUAL_MACHINE.say("region-without-vms", region) }];
  }
  const found = sizes.find(({ name }) => isSame(name ?? "", size));
  const barred = found?.restrictions?.find((restriction) => barsRegion(restriction, region));
  if (found === undefined || barred !== undefined) {
    const what =
      barred === undefined
        ? `Azure does not offer this size in ${region}`
        : `this subscription may not use this size in ${region} (${barred.reasonCode ?? "restricted"})`;
    const usable = sizes.filter(
      ({ restrictions = [] }) => !restrictions.some((one) => barsRegion(one, region)),
    );
    const closest = closestSize(size, found, usable);
    return [{ path: "size", ...VIRTUAL_MACHINE.say("vm-size-not-offered", what, closest, size, region) }];
  }
  if (zone === undefined) {
    return [];
  }
  const zones = usableZones(found, region);
  if (zones.includes(zone)) {
    return [];
  }
  const expected = zones.length === 0 ? "no zone" : zones.map((one) => JSON.stringify(one)).join(" or ");
  return [{ path: "zone", ...VIRTUAL_MACHINE.say("vm-zone-not-offered", size, region, expected, zone) }];
}

/** The zones of a region in which the subscription may use a size. */
function usableZones(
  { locationInfo = [], restrictions = [] }: ResourceSku,
  region: string,
): readonly string[] {
  const zones = locationInfo
    .filter(({ location = "" }) => isSame(regionName(location), region))
    .flatMap((info) => info.zones ?? []);
  const barred = restrictions
    .filter(({ type, restrictionInfo }) => type === "Zone" && isAbout(restrictionInfo?.locations, region))
    .flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []);
  return [...new Set(zones)].filter((zone) => !barred.includes(zone)).sort();
}

/** A restriction of the type `Zone` leaves the region, for VMs in no zone. */
function barsRegion(
  { type, restrictionInfo }: NonNullable<ResourceSku["restrictions"]>[number],
  region: string,
): boolean {
  return type === "Location" && isAbout(restrictionInfo?.locations, region);
}

/** A restriction that names no region is about the one that was asked for. */
function isAbout(locations: readonly string[] | undefined, region: string): boolean {
  return locations === undefined || locations.length === 0 || locations.map(regionName).includes(region);
}

/** The usable size with the same kind of cores that is most like another: in cores and memory where known, then by name. */
function closestSize(
  size: string,
  known: ResourceSku | undefined,
  usable: readonly ResourceSku[],
): string | undefined {
  const alike = usable.filter(({ name = "" }) => hasArmCores(name) === hasArmCores(size));
  const names = alike.flatMap(({ name }) => name ?? []);
  if (known === undefined) {
    return nearestName(size, names);
  }
  const distance = (sku: ResourceSku): number =>
    ["vCPUs", "MemoryGB"].reduce(
      (sum, capability) => sum + Math.abs(amount(sku, capability) - amount(known, capability)),
      0,
    );
  const least = Math.min(...alike.map(distance));
  const closest = alike.filter((sku) => distance(sku) === least).flatMap(({ name }) => name ?? []);
  return nearestName(size, closest) ?? closest[0];
}

function amount({ capabilities = [] }: ResourceSku, capability: string): number {
  return Number(capabilities.find(({ name }) => name === capability)?.value ?? 0);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

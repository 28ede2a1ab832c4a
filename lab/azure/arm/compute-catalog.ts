/** Which sizes and marketplace images the regions of the lab offer. */
import { regionName } from "./region";

/** A VM size as the list of resource SKUs of the Compute provider shows it. */
export interface OfferedSize {
  readonly name: string;
  readonly family: string;
  readonly vCpus: number;
  readonly memoryGb: number;
  readonly architecture: "x64" | "Arm64";
  /** The zones of the region in which it is. */
  readonly zones: readonly string[];
  /** Zones of it that the subscription may not use. */
  readonly restrictedZones?: readonly string[];
  /** Whether the subscription may not use it in the region at all. */
  readonly isRestricted?: boolean;
}

/** A marketplace image by its parts, with its builds, oldest first. */
export interface OfferedImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly architecture: OfferedSize["architecture"];
  readonly versions: readonly string[];
}

type SizeShape = Omit<OfferedSize, "zones">;

/**
 * Sizes with their cores and memory.
 *
 * @evidence documentation Sizes have these cores and memory. Source: Azure, "Sizes for virtual machines".
 */
const SIZES: readonly SizeShape[] = [
  { name: "Standard_B1s", family: "standardBSFamily", vCpus: 1, memoryGb: 1, architecture: "x64" },
  { name: "Standard_B2s", family: "standardBSFamily", vCpus: 2, memoryGb: 4, architecture: "x64" },
  { name: "Standard_B2s_v2", family: "standardBsv2Family", vCpus: 2, memoryGb: 8, architecture: "x64" },
  { name: "Standard_B2pts_v2", family: "standardBpsv2Family", vCpus: 2, memoryGb: 1, architecture: "Arm64" },
  { name: "Standard_D2s_v5", family: "standardDSv5Family", vCpus: 2, memoryGb: 8, architecture: "x64" },
  { name: "Standard_D2ps_v5", family: "standardDPSv5Family", vCpus: 2, memoryGb: 8, architecture: "Arm64" },
  { name: "Standard_D2ps_v6", family: "standardDpsv6Family", vCpus: 2, memoryGb: 8, architecture: "Arm64" },
];

const ZONES = ["1", "2", "3"];

/**
 * What differs from "all sizes, in three zones", by region: sizes that are not offered, under a `Location` restriction, or
 * barred from some or all zones.
 *
 * @evidence inferred Regions lack these sizes, or have them in some zones only. Reason: such differences are recorded
 *   in dumps of subscriptions' resource SKUs of 2025 and 2026; which region has which is made up.
 */
const REGIONS: Readonly<Record<string, (size: SizeShape) => Partial<OfferedSize> | undefined>> = {
  westeurope: () => ({}),
  northeurope: () => ({}),
  uksouth: ({ name }) => (name === "Standard_B1s" ? { isRestricted: true } : {}),
  // Barred from every zone, and offered without one: the common case of free subscriptions.
  westus2: ({ name }) => (name === "Standard_B2s_v2" ? { restrictedZones: ZONES } : {}),
  eastus2: ({ name }) => (name === "Standard_D2s_v5" ? { restrictedZones: ["2"] } : {}),
  // A region without zones and without Arm cores.
  westus: ({ architecture }) => (architecture === "Arm64" ? undefined : { zones: [] }),
  chinanorth3: ({ architecture }) => (architecture === "Arm64" ? undefined : {}),
  usgovvirginia: ({ architecture }) => (architecture === "Arm64" ? undefined : {}),
  usgovarizona: ({ architecture }) => (architecture === "Arm64" ? undefined : { zones: [] }),
};

/**
 * Images that the product and its tests name. Publishers, offers and SKUs are real ones; builds are made up.
 *
 * @evidence inferred Images have these builds. Reason: publishers, offers, and SKUs are real; builds are made up,
 *   since real ones go out of date.
 */
const UBUNTU = { publisher: "Canonical", offer: "ubuntu-24_04-lts", architecture: "x64" } as const;
const IMAGES: readonly OfferedImage[] = [
  { ...UBUNTU, sku: "server", versions: ["24.04.202601160", "24.04.202602230"] },
  { ...UBUNTU, sku: "server-arm64", architecture: "Arm64", versions: ["24.04.202602230"] },
  { ...UBUNTU, sku: "minimal", versions: ["24.04.202602230"] },
  {
    publisher: "Debian",
    offer: "debian-12",
    sku: "12-gen2",
    architecture: "x64",
    versions: ["0.20260112.2355"],
  },
  {
    publisher: "MicrosoftWindowsServer",
    offer: "WindowsServer",
    sku: "2022-datacenter-azure-edition",
    architecture: "x64",
    versions: ["20348.4529.260107", "20348.4773.260206"],
  },
];

/** Regions that have no Debian, so that an image can be missing somewhere. */
const WITHOUT_DEBIAN: readonly string[] = ["westus"];

/** The sizes of a region, restricted ones included; undefined for a region that the lab does not know. */
export function sizesIn(location: string): readonly OfferedSize[] | undefined {
  const difference = REGIONS[regionName(location)];
  if (difference === undefined) {
    return undefined;
  }
  return SIZES.flatMap((size) => {
    const differs = difference(size);
    return differs === undefined ? [] : [{ ...size, zones: ZONES, ...differs }];
  });
}

/** The marketplace images of a region. */
export function imagesIn(location: string): readonly OfferedImage[] {
  const region = regionName(location);
  return IMAGES.filter(({ publisher }) => publisher !== "Debian" || !WITHOUT_DEBIAN.includes(region));
}

/** The images of a publisher, of an offer or of a SKU in a region. Names compare without case. */
export function findImages(
  location: string,
  publisher: string,
  offer?: string,
  sku?: string,
): readonly OfferedImage[] {
  const isSame = (one: string, other: string | undefined): boolean =>
    other === undefined || one.toLowerCase() === other.toLowerCase();
  return imagesIn(location).filter(
    (image) => isSame(image.publisher, publisher) && isSame(image.offer, offer) && isSame(image.sku, sku),
  );
}

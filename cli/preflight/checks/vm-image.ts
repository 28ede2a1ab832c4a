/** The preflight check of the VM image: whether the region has it, and whether it fits the processors. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import type { AdoptedImage } from "../adopted-facts";
import { cannotRead, cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { MarketplaceImage, VmSize } from "../facts";
import type { WantedImage } from "../wanted";

/** How the report calls this check. */
export const VM_IMAGE = coded("vm-image", "VM image");

/** What the manual says about this check. */
export const VM_IMAGE_MANUAL: CheckManual = {
  check: VM_IMAGE,
  cause:
    "The marketplace does not list the image in the region, or the private image of `--image` does not exist there. Or the image is for other processors than the size has.",
  fix: "Run `az vm image list --all --location LOCATION --publisher PUBLISHER --output table`, and choose another image.",
  reads: "The versions of the image; the image.",
  cannotTell:
    "If the private image of `--image` cannot be read; if Azure does not show the image's processors, as for every managed image.",
};

/** An image that is not of the marketplace. */
export interface OwnImage {
  /** Its resource ID. */
  readonly id: string;
  readonly found: Reading<AdoptedImage>;
}

/** What the check of the image looks at. */
export interface VmImageFacts {
  /** How many VMs are created. */
  readonly vmCount: number;
  readonly image: WantedImage;
  /** The image that takes the place of the marketplace's. */
  readonly own: OwnImage | undefined;
  readonly location: string | undefined;
  /** The image in the region. Azure answers 404 if it has no such image. */
  readonly offered: Reading<MarketplaceImage>;
  /** The size of the VMs; `undefined` if it is not known, which the check of the size shows. */
  readonly size: VmSize | undefined;
}

/**
 * Whether the marketplace has the image in the region, or the image of one's own can be used there; and whether it is for the
 * processors of the size.
 */
export function checkVmImage({ vmCount, image, own, location, offered, size }: VmImageFacts): Check {
  if (vmCount === 0) {
    return ok(VM_IMAGE, "no VM is created");
  }
  if (own !== undefined) {
    return ofOwnImage(own, location, size);
  }
  const { publisher, offer, sku, version } = image;
  const urn = [publisher, offer, sku, version].join(":");
  if (location === undefined) {
    return cannotTell(VM_IMAGE, "no region is configured");
  }
  const fix = `az vm image list --all --location ${quoteWord(location)} --publisher ${quoteWord(publisher)} --offer ${quoteWord(offer)} --output table`;
  if (!isRead(offered) && offered.status !== 404) {
    return cannotRead(VM_IMAGE, offered, fix);
  }
  const { builds, architecture } = isRead(offered) ? offered.value : { builds: [], architecture: undefined };
  const isLatest = version.toLowerCase() === "latest";
  if (builds.length > 0 && (isLatest || builds.includes(version))) {
    return ofArchitecture(`${urn} in ${location}`, urn, architecture, size);
  }
  return wrong(VM_IMAGE, {
    found: `Azure does not list ${urn} in ${location}`,
    expected:
      builds.length > 0 ? `a version such as ${builds.at(-1) ?? "latest"}` : "an image of the marketplace",
    fix,
  });
}

/** Whether an image of a gallery or a managed one exists and can be used in the region. */
function ofOwnImage(
  { id: imageId, found }: OwnImage,
  location: string | undefined,
  size: VmSize | undefined,
): Check {
  const fix = `az resource show --ids ${quoteWord(imageId)}`;
  if (!isRead(found)) {
    return found.status === 404 && found.code !== "SubscriptionNotFound"
      ? wrong(VM_IMAGE, {
          found: `${imageId} does not exist: ${found.refused}`,
          expected: "an image that exists",
          fix,
        })
      : cannotRead(VM_IMAGE, found, fix, `${imageId} cannot be read: ${found.refused}`);
  }
  const regions = found.value.regions.map((region) => region.replaceAll(" ", "").toLowerCase());
  if (location === undefined) {
    return cannotTell(VM_IMAGE, "no region is configured");
  }
  if (regions.includes(location)) {
    return ofArchitecture(`${imageId} in ${location}`, imageId, found.value.architecture, size);
  }
  const known = regions.filter((region) => region !== "");
  return known.length === 0
    ? cannotTell(VM_IMAGE, `the regions of ${imageId} are not known`, { fix })
    : wrong(VM_IMAGE, {
        found: `${imageId} is in ${[...new Set(known)].join(", ")}`,
        expected: `an image in ${location}`,
        fix,
      });
}

/**
 * Compares an image with the processors of the size. Azure refuses a VM of another architecture than its image:
 * docs/reference/virtual-machine.md, "Errors of Azure".
 */
function ofArchitecture(
  found: string,
  image: string,
  architecture: string | undefined,
  size: VmSize | undefined,
): Check {
  if (size === undefined) {
    return ok(VM_IMAGE, found);
  }
  const { name, architecture: ofSize } = size;
  if (architecture === undefined || ofSize === undefined) {
    const unknown = architecture === undefined ? image : name;
    return cannotTell(VM_IMAGE, `${found}; the architecture of ${unknown} is not known`);
  }
  return architecture.toLowerCase() === ofSize.toLowerCase()
    ? ok(VM_IMAGE, `${found}, for ${architecture}`)
    : wrong(VM_IMAGE, {
        found: `${image} is for ${architecture}, and ${name} has ${ofSize}`,
        expected: `an image for ${ofSize}, or a size with ${architecture}`,
        fix: "# Set virtualMachine.image or virtualMachine.size, and repeat with --image or --vm-size. Without an image, the component takes the one for the size.",
      });
}

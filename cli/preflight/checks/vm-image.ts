import { quoteWord } from "../../../credential-helper/shell-quote";
import type { AdoptedImage } from "../adopted-facts";
import { cannotTell, type Check, ok, wrong } from "../check";
import { isRead, type Reading } from "../reading";
import type { WantedImage } from "../wanted";

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
  /** The builds of the image in the region. Azure answers 404 if it has no such image. */
  readonly versions: Reading<readonly string[]>;
}

/** Whether the marketplace has the image in the region, or the image of one's own can be used there. */
export function checkVmImage({ vmCount, image, own, location, versions }: VmImageFacts): Check {
  const id = "vm-image";
  if (vmCount === 0) {
    return ok(id, "no VM is created");
  }
  if (own !== undefined) {
    return ofOwnImage(own, location);
  }
  const { publisher, offer, sku, version } = image;
  const urn = [publisher, offer, sku, version].join(":");
  if (location === undefined) {
    return cannotTell(id, "no region is configured");
  }
  const fix = `az vm image list --all --location ${quoteWord(location)} --publisher ${quoteWord(publisher)} --offer ${quoteWord(offer)} --output table`;
  if (!isRead(versions) && versions.status !== 404) {
    return cannotTell(id, versions.refused, { fix });
  }
  const builds = isRead(versions) ? versions.value : [];
  const isLatest = version.toLowerCase() === "latest";
  if (builds.length > 0 && (isLatest || builds.includes(version))) {
    return ok(id, `${urn} in ${location}`);
  }
  return wrong(id, {
    found: `Azure does not list ${urn} in ${location}`,
    expected:
      builds.length > 0 ? `a version such as ${builds.at(-1) ?? "latest"}` : "an image of the marketplace",
    fix,
  });
}

/** Whether an image of a gallery or a managed one exists and can be used in the region. */
function ofOwnImage({ id: imageId, found }: OwnImage, location: string | undefined): Check {
  const id = "vm-image";
  const fix = `az resource show --ids ${quoteWord(imageId)}`;
  if (!isRead(found)) {
    return found.status === 404 && found.code !== "SubscriptionNotFound"
      ? wrong(id, {
          found: `${imageId} does not exist: ${found.refused}`,
          expected: "an image that exists",
          fix,
        })
      : cannotTell(id, `${imageId} cannot be read: ${found.refused}`, { fix });
  }
  const regions = found.value.regions.map((region) => region.replaceAll(" ", "").toLowerCase());
  if (location === undefined) {
    return cannotTell(id, "no region is configured");
  }
  if (regions.includes(location)) {
    return ok(id, `${imageId} in ${location}`);
  }
  const known = regions.filter((region) => region !== "");
  return known.length === 0
    ? cannotTell(id, `the regions of ${imageId} are not known`, { fix })
    : wrong(id, {
        found: `${imageId} is in ${[...new Set(known)].join(", ")}`,
        expected: `an image in ${location}`,
        fix,
      });
}

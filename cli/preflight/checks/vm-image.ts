import { quoteWord } from "../../../credential-helper/shell-quote";
import { cannotTell, type Check, ok, wrong } from "../check";
import { isRead, type Reading } from "../reading";
import type { WantedImage } from "../wanted";

/** What the check of the image looks at. */
export interface VmImageFacts {
  readonly image: WantedImage;
  readonly location: string | undefined;
  /** The builds of the image in the region. Azure answers 404 if it has no such image. */
  readonly versions: Reading<readonly string[]>;
}

/** Whether the marketplace has the image in the region. */
export function checkVmImage({ image, location, versions }: VmImageFacts): Check {
  const id = "vm-image";
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

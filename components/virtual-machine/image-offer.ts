/** Whether the marketplace has an image in a region, as ARM lists it. */
import { type Message, nearestName, VIRTUAL_MACHINE } from "../../messages";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { ubuntuImage } from "./virtual-machine-template";

/** A marketplace image whose parts are all known. */
export interface WantedImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: string;
}

/** The names in one of ARM's lists; undefined if ARM has no such list. */
export type ListNames = (pathAndQuery: string) => Promise<readonly string[] | undefined>;

/** The result for an image. At most one of the two is set. */
export interface ImageFinding {
  readonly problem?: ArgumentProblem;
  /** The warning for an image that is not listed. It may be private: private images are usable, but not listed. */
  readonly doubt?: Message;
}

const LATEST = "latest";

/**
 * Looks an image up.
 *
 * @param size - The size of the VM, which decides the component's default image.
 * @param list - Lists the entries below `/providers/Microsoft.Compute/locations/<region>/publishers/`.
 */
export async function findImage(
  region: string,
  size: string,
  image: WantedImage,
  list: ListNames,
): Promise<ImageFinding> {
  const { publisher, offer, sku, version } = image;
  const offers = `${encodeURIComponent(publisher)}/artifacttypes/vmimage/offers`;
  const skus = `${offers}/${encodeURIComponent(offer)}/skus`;
  const isLatest = version.toLowerCase() === LATEST;
  const versions = await list(`${skus}/${encodeURIComponent(sku)}/versions${isLatest ? "?$top=1" : ""}`);
  const urn = (parts: Partial<WantedImage>): string => {
    const all = { ...image, ...parts };
    return JSON.stringify([all.publisher, all.offer, all.sku, all.version].join(":"));
  };
  const listing = `az vm image list --all --location ${region} --publisher '${publisher}' --offer '${offer}'`;
  const missing = (path: string, closest: string | undefined): ArgumentProblem => ({
    path,
    ...VIRTUAL_MACHINE.say("image-not-found", region, closest, urn({}), listing),
  });
  if (versions !== undefined && versions.length > 0) {
    return isLatest || versions.includes(version)
      ? {}
      : { problem: missing("image.version", urn({ version: LATEST })) };
  }
  const nearSku = nearestName(sku, (await list(skus)) ?? []);
  if (nearSku !== undefined && !isSame(nearSku, sku)) {
    return { problem: missing("image.sku", urn({ sku: nearSku })) };
  }
  const nearOffer = nearestName(offer, (await list(offers)) ?? []);
  if (nearOffer !== undefined && !isSame(nearOffer, offer)) {
    return { problem: missing("image.offer", urn({ offer: nearOffer })) };
  }
  const own = ubuntuImage(size);
  if (urn(own) === urn({})) {
    return { problem: missing("image", undefined) };
  }
  return {
    doubt: VIRTUAL_MACHINE.say("image-not-listed", urn({}), region, listing),
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

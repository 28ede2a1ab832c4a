/** Whether a region offers what a virtual machine is to be made of. */
import { ArmError } from "../../resources/arm-error";
import { objectAt, textAt } from "../../resources/json-reader";
import type { ResourceChange } from "../../resources/resource-store";
import { findImages, type OfferedSize, sizesIn } from "../compute-catalog";
import { regionName } from "../region";

/**
 * Checks size, zone and marketplace image of a machine that is made, and the size of one that gets another.
 *
 * @throws ArmError for what the region does not offer.
 */
export function checkOffered({ id, body, before }: ResourceChange, subscriptionId: string): void {
  const { properties, location = "" } = body;
  const name = textAt(properties, "hardwareProfile", "vmSize") ?? "";
  if (before !== undefined && textAt(before.body.properties, "hardwareProfile", "vmSize") === name) {
    return;
  }
  const size = sizeIn(location, name);
  const zones = Array.isArray(body.zones) ? body.zones.map(String) : [];
  const barred = [...zones.filter((zone) => !size.zones.includes(zone)), ...(size.restrictedZones ?? [])];
  if (size.isRestricted === true || zones.some((zone) => barred.includes(zone))) {
    // @evidence log A size that the subscription may not use there is 409 `SkuNotAvailable`. Source:
    // Azure-Samples/azuresandbox #70.
    throw new ArmError(
      409,
      "SkuNotAvailable",
      `The requested size for resource '${id.text}' is currently not available in location '${regionName(location)}' zones '${zones.join(",")}' for subscription '${subscriptionId}'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details.`,
    );
  }
  if (before === undefined) {
    checkImage(objectAt(properties, "storageProfile", "imageReference"), location, size);
  }
}

function sizeIn(location: string, name: string): OfferedSize {
  const sizes = sizesIn(location) ?? [];
  const found = sizes.find((size) => size.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const names = sizes.map((size) => size.name).join(",");
    // @evidence report A size that does not exist is 400 `InvalidParameter` and lists the valid ones. Source: answers
    // quoted in public logs of 2024 to 2026.
    throw ArmError.invalidParameter(
      `The value ${name} provided for the VM size is not valid. The valid sizes in the current region are: ${names}`,
      "vmSize",
    );
  }
  return found;
}

/** Checks a marketplace image. A machine with a custom image, or with a disk and no image, is not checked. */
function checkImage(reference: object, location: string, size: OfferedSize): void {
  const [publisher, offer, sku, version] = ["publisher", "offer", "sku", "version"].map(
    (part) => textAt(reference, part) ?? "",
  ) as [string, string, string, string];
  if (publisher === "") {
    return;
  }
  const [image] = findImages(location, publisher, offer, sku);
  if (image === undefined || (version.toLowerCase() !== "latest" && !image.versions.includes(version))) {
    // @evidence log An image that does not exist is 404 `PlatformImageNotFound`. Source:
    // clear-code/firefox-support-common #31.
    throw new ArmError(
      404,
      "PlatformImageNotFound",
      `The platform image '${publisher}:${offer}:${sku}:${version}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile`,
      { target: "imageReference" },
    );
  }
  if (image.architecture !== size.architecture) {
    // @evidence report A size of another processor architecture than the image is 400. Source: answers quoted in public
    // logs of 2024 to 2026.
    throw new ArmError(
      400,
      "BadRequest",
      `Cannot create a VM of size '${size.name}' because this VM size only supports a CPU Architecture of '${size.architecture}', but an image or disk with CPU Architecture '${image.architecture}' was given. Please check that the CPU Architecture of the image or disk is compatible with that of the VM size.`,
    );
  }
}

/** What clients read to learn which sizes and images a region offers. */
import { Router } from "express";
import { ArmError } from "../resources/arm-error";
import { ARM_ADDRESSES } from "./arm-addresses";
import { findImages, imagesIn, type OfferedImage, type OfferedSize, sizesIn } from "./compute-catalog";
import { regions } from "./region";

/** The one filter that the service takes ("Resource Skus - List"). */
const FILTER = /^location eq '([^']*)'$/;

/** The routes of "Resource Skus - List" and "Virtual Machine Images - List Publishers", "- List Offers", "- List Skus", "- List", "- Get". */
export function computeOfferRouter(): Router {
  const router = Router();
  const { sizes, publishers, offers, skusOfOffer, versionsOfSku, versionOfSku } = ARM_ADDRESSES;
  // @evidence documentation The sizes of a region can be listed, with a filter by location alone. Source: "Resource
  // Skus - List".
  router.get(sizes.path, ({ query }, response) => {
    const [, location] = FILTER.exec(typeof query.$filter === "string" ? query.$filter : "") ?? [];
    const asked = location === undefined ? regions() : [location];
    const value = asked.flatMap((region) => (sizesIn(region) ?? []).map((size) => skuOf(size, region)));
    response.json({ value });
  });
  // @evidence documentation The publishers of a region can be listed. Source: "Virtual Machine Images - List
  // Publishers"; `az vm image list --all` begins with it (azure-cli 2.91.0 `azure/cli/command_modules/vm/_actions.py`).
  router.get(publishers.path, ({ params: { location } }, response) => {
    response.json(namesOf(imagesIn(location), "publisher", location));
  });
  // @evidence documentation The offers of a publisher can be listed. Source: "Virtual Machine Images - List Offers".
  router.get(offers.path, ({ params: { location, publisher } }, response) => {
    response.json(namesOf(findImages(location, publisher), "offer", location));
  });
  // @evidence documentation The SKUs of an offer can be listed. Source: "Virtual Machine Images - List Skus".
  router.get(skusOfOffer.path, ({ params: { location, publisher, offer } }, response) => {
    response.json(namesOf(findImages(location, publisher, offer), "sku", location));
  });
  // @evidence documentation The versions of a SKU can be listed. Source: "Virtual Machine Images - List".
  router.get(versionsOfSku.path, ({ params: { location, publisher, offer, sku } }, response) => {
    const [image] = demandSome(findImages(location, publisher, offer, sku));
    response.json(image.versions.map((name) => ({ location, name })));
  });
  // @evidence documentation A version can be read, and shows `location`, `name`, and in `properties` its processor architecture. Source: "Virtual Machine Images - Get";
  // azure-cli 2.91.0 `azure/cli/command_modules/vm/aaz/latest/vm/image/_show.py`.
  router.get(
    versionOfSku.path,
    ({ params: { location, publisher, offer, sku, version: name } }, response) => {
      const images = findImages(location, publisher, offer, sku).filter(({ versions }) =>
        versions.includes(name),
      );
      const [{ architecture }] = demandSome(images);
      response.json({ location, name, properties: { architecture } });
    },
  );
  return router;
}

/**
 * A size in the shape of "Resource Skus - List".
 *
 * @evidence report A restriction of type `Location` bars a size; one of type `Zone` bars zones and leaves the region.
 * Source: published dumps of subscriptions' resource SKUs of 2025 and 2026.
 */
function skuOf(size: OfferedSize, location: string): Record<string, unknown> {
  const { name, family, vCpus, memoryGb, architecture, zones, restrictedZones, isRestricted } = size;
  const [tier = "", ...rest] = name.split("_");
  const reasonCode = "NotAvailableForSubscription";
  const restriction = (type: string, info: object): object => ({
    type,
    values: [location],
    restrictionInfo: { locations: [location], ...info },
    reasonCode,
  });
  return {
    resourceType: "virtualMachines",
    name,
    tier,
    size: rest.join("_"),
    family,
    locations: [location],
    locationInfo: [{ location, zones, zoneDetails: [] }],
    capabilities: [
      { name: "vCPUs", value: String(vCpus) },
      { name: "MemoryGB", value: String(memoryGb) },
      { name: "CpuArchitectureType", value: architecture },
    ],
    restrictions: [
      ...(isRestricted === true ? [restriction("Location", {})] : []),
      ...(restrictedZones === undefined ? [] : [restriction("Zone", { zones: restrictedZones })]),
    ],
  };
}

function namesOf(
  images: readonly OfferedImage[],
  part: "publisher" | "offer" | "sku",
  location: string,
): readonly Record<string, string>[] {
  return [...new Set(demandSome(images).map((image) => image[part]))].map((name) => ({ location, name }));
}

/** @throws ArmError 404 when there is none. */
function demandSome(images: readonly OfferedImage[]): readonly [OfferedImage, ...OfferedImage[]] {
  const [first, ...others] = images;
  if (first === undefined) {
    // @evidence report An image that does not exist is 404. Source: logs of Azure PowerShell and Ansible.
    throw new ArmError(404, "NotFound", "Artifact: VMImage was not found.");
  }
  return [first, ...others];
}

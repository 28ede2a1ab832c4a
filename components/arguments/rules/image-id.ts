const GROUP = "^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute";

/** A managed image: without the metadata that trusted launch needs. */
const MANAGED = new RegExp(`${GROUP}/images/[^/]+$`, "i");

/** An image in a compute gallery; without a version, its newest one. */
const GALLERY = new RegExp(`${GROUP}/galleries/[^/]+/images/[^/]+(?:/versions/[^/]+)?$`, "i");

/** The resource ID of an image of one's own for a VM. */
export function imageId(value: string): readonly string[] {
  return MANAGED.test(value) || GALLERY.test(value)
    ? []
    : [
        "must be the resource ID of a Microsoft.Compute/images or of a Microsoft.Compute/galleries/images with or without /versions",
      ];
}

/** Whether the ID is that of a managed image, with which Azure makes no VM with trusted launch. */
export function isManagedImage(id: string): boolean {
  return MANAGED.test(id);
}

/** Images of one's own. The lab starts no image: it only knows which there are. */
import { VERSION_NAME, wordName } from "../resource-name";
import type { ResourceType } from "../resource-type";

/** A managed image. Azure makes no machine with trusted launch of it. */
export const managedImages: ResourceType = {
  type: "Microsoft.Compute/images",
  name: wordName("_.-", 1, 80, "_"),
  asynchronous: "always",
};

/** A compute gallery. */
export const galleries: ResourceType = {
  type: "Microsoft.Compute/galleries",
  name: wordName("_.", 1, 80),
  asynchronous: "always",
};

/** An image in a gallery; a machine that names it gets its newest version. */
export const galleryImages: ResourceType = {
  type: "Microsoft.Compute/galleries/images",
  name: wordName("_.-", 1, 80),
  asynchronous: "always",
};

/** A version of an image in a gallery. */
export const galleryImageVersions: ResourceType = {
  type: "Microsoft.Compute/galleries/images/versions",
  name: VERSION_NAME,
  asynchronous: "always",
};

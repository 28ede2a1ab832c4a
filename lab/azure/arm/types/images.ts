/** Custom images. The lab starts none of them: it only stores which exist. */
import { VERSION_NAME, wordName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * A managed image. Azure makes no machine with trusted launch of it.
 *
 * @evidence documentation Managed images are resources. Source: Azure, "Images - Create Or Update".
 */
export const managedImages: ArmBehavior = {
  type: "Microsoft.Compute/images",
  name: wordName("_.-", 1, 80, "_"),
  asynchronous: "always",
};

/**
 * A compute gallery.
 *
 * @evidence documentation Compute galleries are resources. Source: Azure, "Galleries - Create Or Update".
 */
export const galleries: ArmBehavior = {
  type: "Microsoft.Compute/galleries",
  name: wordName("_.", 1, 80),
  asynchronous: "always",
};

/**
 * An image in a gallery; a machine that names it gets its newest version.
 *
 * @evidence documentation Images in a gallery are resources. Source: Azure, "Gallery Images - Create Or Update".
 */
export const galleryImages: ArmBehavior = {
  type: "Microsoft.Compute/galleries/images",
  name: wordName("_.-", 1, 80),
  asynchronous: "always",
};

/**
 * A version of an image in a gallery.
 *
 * @evidence documentation Versions of an image in a gallery are resources. Source: Azure, "Gallery Image Versions -
 *   Create Or Update".
 */
export const galleryImageVersions: ArmBehavior = {
  type: "Microsoft.Compute/galleries/images/versions",
  name: VERSION_NAME,
  asynchronous: "always",
};

/** Plans of App Service. */
import { wordName } from "../resource-name";
import type { ResourceType } from "../resource-type";

/**
 * The machines that apps share. Nothing of them is there: each app is a folder of its own.
 *
 * @evidence documentation Apps share a plan. Source: Azure, "App Service plan overview"; the lab has no machines for
 *   it.
 */
export const serverFarms: ResourceType = {
  type: "Microsoft.Web/serverfarms",
  name: wordName("-", 1, 60),
  asynchronous: "always",
  readOnly: ["status", "numberOfSites", "maximumNumberOfWorkers", "geoRegion"],
};

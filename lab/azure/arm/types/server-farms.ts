/** Plans of App Service. */
import { wordName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * App Service plans: the machines that apps share. The lab has no such machines; each app is a separate folder.
 *
 * @evidence documentation Apps share a plan. Source: Azure, "App Service plan overview"; the lab has no machines for
 *   it.
 */
export const serverFarms: ArmBehavior = {
  type: "Microsoft.Web/serverfarms",
  name: wordName("-", 1, 60),
  asynchronous: "always",
  readOnly: ["status", "numberOfSites", "maximumNumberOfWorkers", "geoRegion"],
};

/** Plans of App Service. */
import { wordName } from "../resource-name";
import type { ResourceType } from "../resource-type";

/** The machines that apps share. Nothing of them is there: each app is a folder of its own. */
export const serverFarms: ResourceType = {
  type: "Microsoft.Web/serverfarms",
  name: wordName("-", 1, 60),
  asynchronous: "always",
  readOnly: ["status", "numberOfSites", "maximumNumberOfWorkers", "geoRegion"],
};

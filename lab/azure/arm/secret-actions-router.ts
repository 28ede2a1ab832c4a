/** Actions that show what a resource keeps back: the settings of an app, and the secrets of a container app. */
import { Router } from "express";
import { objectsAt, textAt } from "../resources/json-reader";
import type { ResourceManager } from "./resource-manager";

const GROUP = "/subscriptions/:subscriptionId/resourcegroups/:group/providers";

/** The routes of "Web Apps - List Application Settings" and "Container Apps - List Secrets". */
export function secretActionsRouter(manager: ResourceManager): Router {
  const router = Router();
  // @evidence documentation An app lists its settings as `properties`, with `id`, `name`, `type`, and `location`. Source: Azure, "Web Apps -
  // List Application Settings".
  router.post(`${GROUP}/microsoft.web/sites/:name/config/appsettings/list`, ({ path }, response) => {
    const { id, secrets, body } = manager.get(manager.locate(path.replace(/\/config\/.*$/i, "")));
    const settings = objectsAt(secrets, "siteConfig", "appSettings");
    response.json({
      id: `${id.text}/config/appsettings`,
      name: "appsettings",
      type: "Microsoft.Web/sites/config",
      location: body.location,
      properties: Object.fromEntries(
        settings.map((setting) => [textAt(setting, "name") ?? "", textAt(setting, "value") ?? ""]),
      ),
    });
  });
  // @evidence documentation A container app lists its secrets as a `value` of names with their values. Source: Azure, "Container Apps - List Secrets".
  router.post(`${GROUP}/microsoft.app/containerapps/:name/listSecrets`, ({ path }, response) => {
    const { secrets } = manager.get(manager.locate(path.replace(/\/[^/]+$/, "")));
    response.json({
      value: objectsAt(secrets, "configuration", "secrets").map(({ name, value }) => ({ name, value })),
    });
  });
  return router;
}

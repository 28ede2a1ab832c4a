/** Which regions a subscription has. */
import { Router } from "express";
import { ARM_ADDRESSES } from "./arm-addresses";
import { regionDisplayName, regions } from "./region";

/** The route of "Subscriptions - List Locations". */
export function locationsRouter(): Router {
  const router = Router();
  // @evidence documentation The regions of a subscription can be listed. Source: "Subscriptions - List Locations",
  // version 2022-12-01, which also has members that nobody here reads.
  router.get(ARM_ADDRESSES.locations.path, ({ path }, response) => {
    const value = regions().map((name) => ({
      id: `${path}/${name}`,
      name,
      type: "Region",
      displayName: regionDisplayName(name),
      metadata: { regionType: "Physical" },
    }));
    response.json({ value });
  });
  return router;
}

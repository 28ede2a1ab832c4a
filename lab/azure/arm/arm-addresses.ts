/** Addresses of Resource Manager other than resources and their collections. The routers serve them, and the check of rights reads them. */
import { match, type MatchFunction } from "path-to-regexp";

/** An address, and the action that a request to it needs. */
export interface RoutedAddress {
  /** As routers take it. */
  readonly path: string;
  /** With the parameters of the path that it repeats: `:namespace/register/action`. */
  readonly action: string;
}

const SUBSCRIPTION = "/subscriptions/:subscriptionId";
const GROUP = `${SUBSCRIPTION}/resourcegroups/:group`;
const PROVIDER = `${SUBSCRIPTION}/providers/:namespace`;
const COMPUTE = `${SUBSCRIPTION}/providers/Microsoft.Compute`;
const PUBLISHERS = `${COMPUTE}/locations/:location/publishers`;
const OFFERS = `${PUBLISHERS}/:publisher/artifacttypes/vmimage/offers`;
const OFFER = "Microsoft.Compute/locations/publishers/artifacttypes/offers";
const MACHINE = `${GROUP}/providers/Microsoft.Compute/virtualMachines/:name`;

/**
 * The addresses, by what they show.
 *
 * @evidence documentation Requests to a subscription need these actions. Source: Azure, "Azure permissions for
 *   Compute" and "Azure permissions for General".
 */
export const ARM_ADDRESSES = {
  registration: { path: `${PROVIDER}/register`, action: ":namespace/register/action" },
  unregistration: { path: `${PROVIDER}/unregister`, action: ":namespace/unregister/action" },
  provider: { path: PROVIDER, action: "Microsoft.Resources/subscriptions/providers/read" },
  resources: {
    path: `${SUBSCRIPTION}/resources`,
    action: "Microsoft.Resources/subscriptions/resources/read",
  },
  resourcesOfGroup: {
    path: `${GROUP}/resources`,
    action: "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
  },
  locations: {
    path: `${SUBSCRIPTION}/locations`,
    action: "Microsoft.Resources/subscriptions/locations/read",
  },
  instanceView: {
    path: `${MACHINE}/instanceView`,
    action: "Microsoft.Compute/virtualMachines/instanceView/read",
  },
  sizes: { path: `${COMPUTE}/skus`, action: "Microsoft.Compute/skus/read" },
  publishers: { path: PUBLISHERS, action: "Microsoft.Compute/locations/publishers/read" },
  offers: { path: OFFERS, action: `${OFFER}/read` },
  skusOfOffer: { path: `${OFFERS}/:offer/skus`, action: `${OFFER}/skus/read` },
  versionsOfSku: { path: `${OFFERS}/:offer/skus/:sku/versions`, action: `${OFFER}/skus/versions/read` },
  versionOfSku: {
    path: `${OFFERS}/:offer/skus/:sku/versions/:version`,
    action: `${OFFER}/skus/versions/read`,
  },
  computeUsages: {
    path: `${COMPUTE}/locations/:location/usages`,
    action: "Microsoft.Compute/locations/usages/read",
  },
  networkUsages: {
    path: `${SUBSCRIPTION}/providers/Microsoft.Network/locations/:location/usages`,
    action: "Microsoft.Network/locations/usages/read",
  },
} as const satisfies Readonly<Record<string, RoutedAddress>>;

// A path is compared as it was sent: a client may send what cannot be decoded.
const MATCHERS: readonly (readonly [MatchFunction<Record<string, string>>, string])[] = Object.values(
  ARM_ADDRESSES,
).map(({ path, action }) => [match(path, { decode: false }), action]);

/** The action that a request to one of the addresses needs; `undefined` for another path. */
export function actionAt(path: string): string | undefined {
  for (const [matches, action] of MATCHERS) {
    const found = matches(path);
    if (found !== false) {
      return action.replace(/:(\w+)/g, (_, name: string) => found.params[name] ?? "");
    }
  }
  return undefined;
}

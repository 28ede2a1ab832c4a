/** What the checks need of Azure Resource Manager, in plain terms. */
import { stringsIn } from "../../../trust";
import { textAt, type View, viewOf, viewsIn } from "../../clouds/microsoft/arm-views";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import type { AzurePermission } from "../../clouds/microsoft/azure-rights";
import { mapReading, type Reading, thenRead } from "../../clouds/reading";
import type { MarketplaceImage, Subscription, VmSize } from "../facts";
import type { Usage } from "../quota";
import type { WantedImage } from "../wanted";

/** API versions, each of the newest one that all clouds have. */
const VERSIONS = {
  subscriptions: "2022-12-01",
  providers: "2021-04-01",
  permissions: "2022-04-01",
  skus: "2021-07-01",
  images: "2024-07-01",
  compute: "2024-07-01",
  network: "2024-05-01",
};

/** A subscription. */
export async function readSubscription(api: AzureApi, id: string): Promise<Reading<Subscription>> {
  const reading = await api.get(`/subscriptions/${id}?api-version=${VERSIONS.subscriptions}`);
  return mapReading(reading, subscriptionOf);
}

/** All subscriptions that the login sees. */
export async function listSubscriptions(api: AzureApi): Promise<Reading<readonly Subscription[]>> {
  const reading = await api.list(`/subscriptions?api-version=${VERSIONS.subscriptions}`);
  return mapReading(reading, (all) => all.map(subscriptionOf));
}

/**
 * The API names of a subscription's regions. Logical regions, such as `europe`, hold no resources. Source: Azure Resource Manager,
 * "Subscriptions - List Locations" (`RegionType`).
 */
export async function readRegions(api: AzureApi, subscription: string): Promise<Reading<readonly string[]>> {
  const reading = await api.list(`${subscription}/locations?api-version=${VERSIONS.subscriptions}`);
  return mapReading(reading, (all) =>
    all
      .filter(({ metadata }) => textAt(metadata, "regionType") !== "Logical")
      .map((region) => textAt(region, "name").toLowerCase()),
  );
}

function subscriptionOf(view: unknown): Subscription {
  return {
    id: textAt(view, "subscriptionId"),
    name: textAt(view, "displayName"),
    tenantId: textAt(view, "tenantId"),
    state: textAt(view, "state"),
  };
}

/**
 * The caller's roles on a scope, those of the scopes above included. Source: Azure Authorization, "Permissions - List For
 * Resource Group"; Microsoft, "Use Resource Manager authentication API to access subscriptions" for subscriptions.
 */
export async function readPermissions(
  api: AzureApi,
  scope: string,
): Promise<Reading<readonly AzurePermission[]>> {
  const path = `${scope}/providers/Microsoft.Authorization/permissions?api-version=${VERSIONS.permissions}`;
  return mapReading(await api.list(path), (all) =>
    all.map(({ actions, notActions }) => ({
      actions: stringsIn(actions),
      notActions: stringsIn(notActions),
    })),
  );
}

/** The state of a resource provider. */
export async function readProviderState(
  api: AzureApi,
  subscription: string,
  namespace: string,
): Promise<Reading<string>> {
  const reading = await api.get(`${subscription}/providers/${namespace}?api-version=${VERSIONS.providers}`);
  return mapReading(reading, (view) => textAt(view, "registrationState"));
}

/** The VM sizes of a region. */
export async function readSizes(
  api: AzureApi,
  subscription: string,
  location: string,
): Promise<Reading<readonly VmSize[]>> {
  const filter = encodeURIComponent(`location eq '${location}'`);
  const path = `${subscription}/providers/Microsoft.Compute/skus?api-version=${VERSIONS.skus}&$filter=${filter}`;
  return mapReading(await api.list(path), (all) =>
    all
      .filter(({ resourceType }) => resourceType === "virtualMachines")
      .map((sku) => ({
        name: textAt(sku, "name"),
        family: textAt(sku, "family"),
        vCpus: Number(capability(sku, "vCPUs") ?? 0),
        // Source: published dumps of resource SKUs, such as those that "Resource Skus - List" answers.
        architecture: capability(sku, "CpuArchitectureType"),
        restriction: restrictionOf(sku),
        zones: zonesOf(sku),
      })),
  );
}

function capability(sku: View, name: string): string | undefined {
  const found = viewsIn(sku.capabilities).find((one) => one.name === name);
  return found === undefined ? undefined : textAt(found, "value");
}

/** A restriction of the type `Zone` bars zones and leaves the region. Source: Azure Compute, "Resource Skus - List". */
function restrictionOf(sku: View): string | undefined {
  const barred = viewsIn(sku.restrictions).find(({ type }) => type === "Location");
  return barred === undefined ? undefined : textAt(barred, "reasonCode");
}

/** The zones of the one region that was asked for. Source: the same. */
function zonesOf(sku: View): readonly string[] {
  const barred = viewsIn(sku.restrictions)
    .filter(({ type }) => type === "Zone")
    .flatMap(({ restrictionInfo }) => stringsIn(viewOf(restrictionInfo).zones));
  return viewsIn(sku.locationInfo)
    .flatMap(({ zones }) => stringsIn(zones))
    .filter((zone) => !barred.includes(zone))
    .sort();
}

/**
 * The builds of an image in a region, and the architecture of the wanted one. Lists leave the architecture out.
 *
 * Source: Azure Compute, "Virtual Machine Images - Get"; azure-cli 2.91.0 `aaz/latest/vm/image/_show.py`.
 */
export async function readImage(
  api: AzureApi,
  subscription: string,
  location: string,
  { publisher, offer, sku, version }: WantedImage,
): Promise<Reading<MarketplaceImage>> {
  const [one, two, three] = [publisher, offer, sku].map(encodeURIComponent);
  const image = `publishers/${one ?? ""}/artifacttypes/vmimage/offers/${two ?? ""}/skus/${three ?? ""}/versions`;
  const path = `${subscription}/providers/Microsoft.Compute/locations/${location}/${image}`;
  const query = `?api-version=${VERSIONS.images}`;
  return thenRead(await api.list(`${path}${query}`), async (all) => {
    const builds = all.map((build) => textAt(build, "name"));
    const wanted = version.toLowerCase() === "latest" ? builds.at(-1) : version;
    if (wanted === undefined || !builds.includes(wanted)) {
      return { value: { builds, architecture: undefined } };
    }
    const build = await api.get(`${path}/${encodeURIComponent(wanted)}${query}`);
    return mapReading(build, (view) => ({
      builds,
      architecture: textAt(viewOf(view).properties, "architecture") || undefined,
    }));
  });
}

/** The quotas of a region. */
export async function readUsages(
  api: AzureApi,
  subscription: string,
  location: string,
  kind: "compute" | "network",
): Promise<Reading<readonly Usage[]>> {
  const namespace = { compute: "Microsoft.Compute", network: "Microsoft.Network" }[kind];
  const path = `${subscription}/providers/${namespace}/locations/${location}/usages?api-version=${VERSIONS[kind]}`;
  return mapReading(await api.list(path), (all) =>
    all.map(({ name, currentValue, limit }) => ({
      name: textAt(name, "value"),
      used: Number(currentValue),
      limit: Number(limit),
    })),
  );
}

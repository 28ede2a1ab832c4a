/** Reads the resources that exist already and that the federation uses. */
import { stringsIn } from "../../../trust";
import { textAt, type View, viewOf, viewsIn } from "../../clouds/microsoft/arm-views";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import { mapReading, type Reading, thenRead } from "../../clouds/reading";
import type { Adopted } from "../adopted";
import type {
  AdoptedFacts,
  AdoptedGroup,
  AdoptedIdentity,
  AdoptedImage,
  AdoptedMachine,
  AdoptedNatGateway,
  AdoptedResource,
  AdoptedSubnet,
  EgressPart,
} from "../adopted-facts";
import type { ArmId } from "../arm-id";

/** API versions. */
const VERSIONS = {
  groups: "2021-04-01",
  network: "2024-05-01",
  // The first stable one that shows the isolation scope.
  identities: "2024-11-30",
  machines: "2024-07-01",
  images: "2024-07-01",
  galleries: "2024-03-03",
};

/** Reads the resource group that is adopted. */
export async function readAdoptedGroup(api: AzureApi, group: string): Promise<Reading<AdoptedGroup>> {
  return mapReading(await get(api, group, VERSIONS.groups), (view) => ({
    location: textAt(view, "location"),
    state: textAt(view.properties, "provisioningState"),
  }));
}

/**
 * Reads everything else that is adopted.
 *
 * @param subscriptionId - The subscription that the federation is deployed to.
 */
export async function readAdoptedResources(
  api: AzureApi,
  { subnets, natGateways, identities, virtualMachines }: Adopted,
  subscriptionId: string,
): Promise<Omit<AdoptedFacts, "group">> {
  const isElsewhere = (id: string): boolean => !isWithin(id, `/subscriptions/${subscriptionId}`);
  const each = async <T>(
    ids: readonly ArmId[],
    read: (id: ArmId) => Promise<Reading<T>>,
  ): Promise<readonly AdoptedResource<T>[]> =>
    Promise.all(ids.map(async (id) => ({ id, isElsewhere: isElsewhere(id.id), found: await read(id) })));
  const [readSubnets, readGateways, readIdentities, readMachines] = await Promise.all([
    each(subnets, (id) => readSubnet(api, id, isElsewhere)),
    each(natGateways, (id) => readNatGateway(api, id, isElsewhere)),
    each(identities, (id) => readIdentity(api, id)),
    each(virtualMachines, (id) => readMachine(api, id)),
  ]);
  return {
    subnets: readSubnets,
    natGateways: readGateways,
    identities: readIdentities,
    virtualMachines: readMachines,
  };
}

/**
 * Reads where an image can be used. A managed image is good for its own region, one of a gallery for those to which a version is
 * replicated. The architecture is that of the image definition in the gallery, not of a version.
 *
 * Source: Azure Compute, "Images - Get", "Gallery Images - Get", "Gallery Image Versions - Get", and "… - List By Gallery Image";
 * azure-cli 2.91.0 `aaz/latest/sig/image_definition/_show.py`.
 */
export async function readAdoptedImage(api: AzureApi, { id, type }: ArmId): Promise<Reading<AdoptedImage>> {
  if (type === "Microsoft.Compute/images") {
    return mapReading(await get(api, id, VERSIONS.images), (view) => ({
      regions: [textAt(view, "location")],
      architecture: undefined,
    }));
  }
  if (type === "Microsoft.Compute/galleries/images/versions") {
    const definition = id.replace(/\/versions\/[^/]+$/i, "");
    return thenRead(await get(api, id, VERSIONS.galleries), async (version) =>
      mapReading(await get(api, definition, VERSIONS.galleries), (view) => ({
        regions: regionsOf(version),
        architecture: architectureOf(view),
      })),
    );
  }
  return thenRead(await get(api, id, VERSIONS.galleries), async (view) =>
    mapReading(await api.list(`${id}/versions?api-version=${VERSIONS.galleries}`), (versions) => ({
      regions: versions.flatMap(regionsOf),
      architecture: architectureOf(view),
    })),
  );
}

function architectureOf(definition: View): string | undefined {
  return textAt(definition.properties, "architecture") || undefined;
}

function regionsOf(version: View): readonly string[] {
  const { publishingProfile } = viewOf(version.properties);
  return viewsIn(viewOf(publishingProfile).targetRegions).map((region) => textAt(region, "name"));
}

async function readSubnet(
  api: AzureApi,
  { id }: ArmId,
  isElsewhere: (id: string) => boolean,
): Promise<Reading<AdoptedSubnet>> {
  const [subnet, network] = await Promise.all([
    get(api, id, VERSIONS.network),
    get(api, networkOf(id), VERSIONS.network),
  ]);
  return thenRead(subnet, async (view) => {
    const properties = viewOf(view.properties);
    const gateway = textAt(properties.natGateway, "id");
    return {
      value: {
        location: mapReading(network, (found) => textAt(found, "location")),
        // One range may be under both names.
        prefixes: [
          ...new Set([...stringsIn([properties.addressPrefix]), ...stringsIn(properties.addressPrefixes)]),
        ],
        taken: viewsIn(properties.ipConfigurations).length,
        delegations: viewsIn(properties.delegations).map((one) => textAt(one.properties, "serviceName")),
        hasNatGateway: gateway !== "",
        hasRouteTable: textAt(properties.routeTable, "id") !== "",
        egress: gateway === "" ? [] : await readEgress(api, gateway, isElsewhere),
      },
    };
  });
}

async function readNatGateway(
  api: AzureApi,
  { id }: ArmId,
  isElsewhere: (id: string) => boolean,
): Promise<Reading<AdoptedNatGateway>> {
  return thenRead(await get(api, id, VERSIONS.network), async (view) => {
    const subnets = viewsIn(viewOf(view.properties).subnets).map((subnet) => networkOf(textAt(subnet, "id")));
    return {
      value: {
        location: textAt(view, "location"),
        networks: subnets.filter(
          (one, index) => subnets.findIndex((other) => other.toLowerCase() === one.toLowerCase()) === index,
        ),
        egress: await readAddresses(api, view, isElsewhere),
      },
    };
  });
}

async function readEgress(
  api: AzureApi,
  gateway: string,
  isElsewhere: (id: string) => boolean,
): Promise<readonly EgressPart[]> {
  const found = await get(api, gateway, VERSIONS.network);
  const addresses = "value" in found ? await readAddresses(api, found.value, isElsewhere) : [];
  return [{ id: gateway, isElsewhere: isElsewhere(gateway), found }, ...addresses];
}

async function readAddresses(
  api: AzureApi,
  gateway: View,
  isElsewhere: (id: string) => boolean,
): Promise<readonly EgressPart[]> {
  const { publicIpAddresses, publicIpPrefixes } = viewOf(gateway.properties);
  return Promise.all(
    [...viewsIn(publicIpAddresses), ...viewsIn(publicIpPrefixes)].map(async (one) => {
      const id = textAt(one, "id");
      return { id, isElsewhere: isElsewhere(id), found: await get(api, id, VERSIONS.network) };
    }),
  );
}

async function readIdentity(api: AzureApi, { id }: ArmId): Promise<Reading<AdoptedIdentity>> {
  return mapReading(await get(api, id, VERSIONS.identities), (view) => ({
    location: textAt(view, "location"),
    tenantId: textAt(view.properties, "tenantId").toLowerCase(),
    isolationScope: textAt(view.properties, "isolationScope"),
  }));
}

async function readMachine(api: AzureApi, { id }: ArmId): Promise<Reading<AdoptedMachine>> {
  const path = `${id}?$expand=instanceView&api-version=${VERSIONS.machines}`;
  return mapReading(await api.get(path), (found) => {
    const { storageProfile, instanceView } = viewOf(viewOf(found).properties);
    const codes = viewsIn(viewOf(instanceView).statuses).map((status) => textAt(status, "code"));
    return {
      location: textAt(found, "location"),
      osType: textAt(viewOf(storageProfile).osDisk, "osType"),
      powerState: codes.find((code) => code.startsWith("PowerState/"))?.slice("PowerState/".length) ?? "",
    };
  });
}

async function get(api: AzureApi, id: string, version: string): Promise<Reading<View>> {
  return mapReading(await api.get(`${id}?api-version=${version}`), viewOf);
}

/** The ID of the virtual network that a subnet is in. */
function networkOf(subnet: string): string {
  return subnet.replace(/\/subnets\/[^/]+$/i, "");
}

function isWithin(id: string, scope: string): boolean {
  return id.toLowerCase().startsWith(`${scope.toLowerCase()}/`);
}

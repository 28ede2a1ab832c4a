/** Finds the apps, container apps, and VMs in Azure that hold the ID of a key, for `keys find --look-in`. */
import { isObject, itemsOf } from "../../../trust";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import { isRead, type Reading } from "../../clouds/reading";

/** Where a key can be looked for. */
export const PLACES = ["app-settings", "container-apps", "custom-data"] as const;

/** One of {@link PLACES}. */
export type HolderPlace = (typeof PLACES)[number];

/** A workload that has the ID of a key. The value that has it is in nothing that is kept. */
export interface KeyHolder {
  readonly keyId: string;
  readonly place: HolderPlace;
  /** The resource's ID in Azure. */
  readonly resource: string;
  /** The name of the setting, of the variable, or of what else has it. */
  readonly setting: string;
}

/** What was looked at. */
export interface HolderSearch {
  readonly holders: readonly KeyHolder[];
  /** How many resources were read. */
  readonly resources: number;
  /** What could not be read, in sentences. */
  readonly refused: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** A named text of a resource. It lives only as long as it is compared. */
type Named = readonly [setting: string, text: string];

/** Reads what one kind of resource holds. */
interface PlaceReader {
  /** The path of the list below a subscription, with its version. */
  readonly list: string;
  readonly texts: (api: AzureApi, resource: Json, id: string, refuse: Refuse) => Promise<readonly Named[]>;
}

type Refuse = (what: string, reading: Reading<unknown>) => void;

/**
 * How each place is read.
 *
 * Sources: Microsoft, REST API: "Web Apps - List Application Settings", "Container Apps - List Secrets", "Virtual Machines - Get" with
 * `$expand=userData`, "Virtual Machine Extensions - List"; "User data for Azure Virtual Machine", which says that custom data cannot be read
 * again, but user data can.
 */
const READERS: Readonly<Record<HolderPlace, PlaceReader>> = {
  "app-settings": {
    list: "providers/Microsoft.Web/sites?api-version=2023-12-01",
    texts: async (api, _resource, id, refuse) => {
      const settings = await api.readBy(`${id}/config/appsettings/list?api-version=2023-12-01`);
      refuse(`the app settings of ${id}`, settings);
      return textsOf(isRead(settings) ? member(settings.value, "properties") : {});
    },
  },
  "container-apps": {
    list: "providers/Microsoft.App/containerApps?api-version=2024-03-01",
    texts: async (api, resource, id, refuse) => {
      const secrets = await api.readBy(`${id}/listSecrets?api-version=2024-03-01`);
      refuse(`the secrets of ${id}`, secrets);
      const template = member(member(resource, "properties"), "template");
      const containers = ["containers", "initContainers"].flatMap((name) =>
        itemsOf(template[name]).filter(isObject),
      );
      return [
        ...containers.flatMap(({ env }) => pairsOf(env)),
        ...(isRead(secrets) ? pairsOf(member({ secrets: secrets.value }, "secrets").value) : []),
      ];
    },
  },
  "custom-data": {
    list: "providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01",
    texts: async (api, _resource, id, refuse) => {
      const machine = await api.get(`${id}?$expand=userData&api-version=2024-07-01`);
      refuse(`the user data of ${id}`, machine);
      const extensions = await api.list(`${id}/extensions?api-version=2024-07-01`);
      refuse(`the extensions of ${id}`, extensions);
      const { userData } = isRead(machine) ? member(machine.value, "properties") : {};
      return [
        ...(typeof userData === "string"
          ? [["user data", Buffer.from(userData, "base64").toString("utf8")] as const]
          : []),
        ...(isRead(extensions) ? extensions.value : []).map(
          (extension) =>
            [
              `extension ${typeof extension.name === "string" ? extension.name : ""}`,
              JSON.stringify(member(extension, "properties").settings ?? ""),
            ] as const,
        ),
      ];
    },
  },
};

/**
 * Looks for the IDs of keys in what the workloads of subscriptions hold. Only IDs are compared, never secrets, and nothing that was read
 * is kept.
 *
 * @param subscriptions - Their IDs; all that the login sees if there is none.
 */
export async function findHolders(
  api: AzureApi,
  places: readonly HolderPlace[],
  keys: readonly string[],
  subscriptions: readonly string[],
): Promise<HolderSearch> {
  const holders: KeyHolder[] = [];
  const refused: string[] = [];
  let resources = 0;
  const refuse: Refuse = (what, reading) => {
    if (!isRead(reading)) {
      refused.push(`Azure does not show ${what}: ${reading.refused}`);
    }
  };
  for (const subscription of await subscriptionsOf(api, subscriptions, refuse)) {
    for (const place of places) {
      const { list, texts } = READERS[place];
      const found = await api.list(`/subscriptions/${encodeURIComponent(subscription)}/${list}`);
      refuse(`the resources for ${place} of subscription ${subscription}`, found);
      for (const resource of isRead(found) ? found.value : []) {
        const { id } = resource;
        // The ID becomes part of a request's path.
        if (typeof id !== "string" || !/^\/subscriptions\/[\w./()-]+$/.test(id)) {
          continue;
        }
        resources++;
        for (const [setting, text] of await texts(api, resource, id, refuse)) {
          holders.push(
            ...keys
              .filter((key) => text.includes(key))
              .map((keyId) => ({ keyId, place, resource: id, setting })),
          );
        }
      }
    }
  }
  return { holders, resources, refused };
}

async function subscriptionsOf(
  api: AzureApi,
  given: readonly string[],
  refuse: Refuse,
): Promise<readonly string[]> {
  if (given.length > 0) {
    return given;
  }
  const found = await api.list("/subscriptions?api-version=2022-12-01");
  refuse("the subscriptions of this login", found);
  return (isRead(found) ? found.value : []).flatMap(({ subscriptionId }) =>
    typeof subscriptionId === "string" ? [subscriptionId] : [],
  );
}

function member(value: unknown, name: string): Json {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : {};
}

function textsOf(settings: Json): readonly Named[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
}

function pairsOf(list: unknown): readonly Named[] {
  return itemsOf(list)
    .filter(isObject)
    .flatMap(({ name, value }) =>
      typeof name === "string" && typeof value === "string" ? [[name, value] as const] : [],
    );
}

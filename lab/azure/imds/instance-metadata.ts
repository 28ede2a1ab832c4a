/** What a virtual machine can learn about itself. */
import { objectsAt, textAt } from "../resources/json-reader";
import { sameId } from "../resources/resource-id";
import type { Resource, ResourceStore } from "../resources/resource-store";
import { ImdsError } from "./imds-error";
import type { ImdsQuery } from "./imds-request";

const SCALE_SET_MACHINES = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines";

/**
 * `/metadata/instance` of a machine: all values are texts, absent ones empty; identities are not in it.
 *
 * @evidence documentation All values are strings, absent ones empty. Source: "Azure Instance Metadata Service"; that
 *   identities are not in it is reported in MicrosoftDocs/azure-docs #15282.
 */
export function instanceMetadata({ id, body }: Resource, store: ResourceStore): Record<string, unknown> {
  const { properties, tags = {} } = body;
  const image = (name: string): string => textAt(properties, "storageProfile", "imageReference", name) ?? "";
  return {
    compute: {
      azEnvironment: "AzurePublicCloud",
      location: body.location ?? "",
      name: id.name,
      offer: image("offer"),
      osType: textAt(properties, "storageProfile", "osDisk", "osType") ?? "Linux",
      publisher: image("publisher"),
      resourceGroupName: id.resourceGroup,
      resourceId: id.text,
      sku: image("sku"),
      subscriptionId: id.subscriptionId,
      tags: Object.entries(tags)
        .map(([name, value]) => `${name}:${String(value)}`)
        .join(";"),
      tagsList: Object.entries(tags).map(([name, value]) => ({ name, value: String(value) })),
      version: image("version"),
      vmId: textAt(properties, "vmId") ?? "",
      vmScaleSetName: sameId(id.type, SCALE_SET_MACHINES) ? (id.names[0] ?? "") : "",
      vmSize: textAt(properties, "hardwareProfile", "vmSize") ?? "",
      zone: "",
    },
    network: {
      interface: objectsAt(properties, "networkProfile", "networkInterfaces").map((entry) => ({
        ipv4: { ipAddress: addresses(store.get(textAt(entry, "id") ?? ""), store), subnet: [] },
        ipv6: { ipAddress: [] },
        macAddress: "",
      })),
    },
  };
}

/**
 * The part of the metadata that the path behind `/metadata/instance` names.
 *
 * @throws ImdsError 404 for a part that is not there; 400 for a single value without `format=text`.
 */
export function selectMetadata(metadata: unknown, path: readonly string[], query: ImdsQuery): unknown {
  const found = path.reduce<unknown>(
    (current, name) =>
      typeof current === "object" && current !== null ? Reflect.get(current, name) : undefined,
    metadata,
  );
  if (found === undefined) {
    // @evidence inferred A part of the metadata that does not exist is 404. Reason: the page has this status for
    // missing resources; the body is that of other addresses.
    throw new ImdsError(404, { error: "Not Found" });
  }
  if (typeof found === "string" && query.get("format") !== "text") {
    // @evidence documentation A single value needs `format=text`. Source: "Azure Instance Metadata Service"; the text
    // is inferred.
    throw new ImdsError(400, { error: "Bad request. The requested format is not supported for a leaf node" });
  }
  return found;
}

function addresses(nic: Resource | undefined, store: ResourceStore): readonly Record<string, string>[] {
  return objectsAt(nic?.body.properties, "ipConfigurations").map((entry) => {
    const publicAddress = store.get(textAt(entry, "properties", "publicIPAddress", "id") ?? "");
    return {
      privateIpAddress: textAt(entry, "properties", "privateIPAddress") ?? "",
      publicIpAddress: textAt(publicAddress?.body.properties, "ipAddress") ?? "",
    };
  });
}

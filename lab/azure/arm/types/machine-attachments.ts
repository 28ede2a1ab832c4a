/** What comes and goes with a virtual machine: its disk, and what is marked to be deleted with it. */
import { randomBytes } from "node:crypto";
import { objectAt, objectsAt, textAt } from "../json-reader";
import { groupId, parseResourceId, type ResourceId } from "../resource-id";
import type { JsonObject, Resource, ResourceStore } from "../resource-store";
import { disks } from "./disks";

/** What a machine's `osDisk` says of the disk that Azure makes for it, in the machine's group. */
export function osDiskOf(id: ResourceId, properties: JsonObject, before: Resource | undefined): JsonObject {
  const former = textAt(before?.body.properties, "storageProfile", "osDisk", "name");
  const given = textAt(properties, "storageProfile", "osDisk", "name");
  const name = given ?? former ?? `${id.name}_OsDisk_1_${randomBytes(16).toString("hex")}`;
  const managedDisk = { id: `${groupId(id)}/providers/${disks.type}/${name}` };
  return { name, osType: "Linux", deleteOption: "Detach", ...givenDisk(properties), managedDisk };
}

/** Stores the disk if it is not there yet. */
export function addOsDisk(
  { text: managedBy }: ResourceId,
  osDisk: JsonObject,
  location: string | undefined,
  store: ResourceStore,
): void {
  const id = parseResourceId(textAt(osDisk, "managedDisk", "id") ?? "");
  if (id === undefined || store.get(id.text) !== undefined) {
    return;
  }
  store.put({
    id,
    body: {
      ...(location === undefined ? {} : { location }),
      managedBy,
      properties: { osType: "Linux", diskState: "Attached" },
    },
    secrets: {},
    provisioningState: "Succeeded",
  });
}

/**
 * Removes the disks and network interfaces whose `deleteOption` is `Delete`. The others stay when their machine goes,
 * as in Azure ("Delete a VM and attached resources").
 */
export function removeWithMachine({ body: { properties } }: Resource, store: ResourceStore): void {
  const osDisk = objectAt(properties, "storageProfile", "osDisk");
  const interfaces = objectsAt(properties, "networkProfile", "networkInterfaces");
  const doomed = [
    ...(osDisk.deleteOption === "Delete" ? [textAt(osDisk, "managedDisk", "id")] : []),
    ...interfaces.flatMap((entry) =>
      textAt(entry, "properties", "deleteOption") === "Delete" ? [textAt(entry, "id")] : [],
    ),
  ];
  for (const id of doomed) {
    store.remove(id ?? "");
  }
}

function givenDisk(properties: JsonObject): JsonObject {
  const { deleteOption } = objectAt(properties, "storageProfile", "osDisk");
  return deleteOption === undefined ? {} : { deleteOption };
}

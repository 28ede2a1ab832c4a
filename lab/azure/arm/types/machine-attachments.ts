/** What comes and goes with a virtual machine: its disk, and what is marked to be deleted with it. */
import { randomBytes } from "node:crypto";
import { ArmError } from "../../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { groupId, parseResourceId, type ResourceId, sameId } from "../../resources/resource-id";
import type { JsonObject, Resource, ResourceChange, ResourceStore } from "../../resources/resource-store";
import { invalidReference } from "../change-rules";
import type { InterfaceReservations } from "../interface-reservations";
import { disks } from "./disks";
import { isWindows } from "./os-profile";

/** What a machine's `osDisk` says of the disk that Azure makes for it, in the machine's group. */
export function osDiskOf(id: ResourceId, properties: JsonObject, before: Resource | undefined): JsonObject {
  const former = textAt(before?.body.properties, "storageProfile", "osDisk", "name");
  const given = textAt(properties, "storageProfile", "osDisk", "name");
  const name = given ?? former ?? `${id.name}_OsDisk_1_${randomBytes(16).toString("hex")}`;
  const managedDisk = { id: `${groupId(id)}/providers/${disks.type}/${name}` };
  const osType = isWindows(before?.body.properties ?? properties) ? "Windows" : "Linux";
  return { name, osType, deleteOption: "Detach", ...givenDisk(properties), managedDisk };
}

/** @throws ArmError for an interface that is not there, that another machine uses, or that is reserved for one. */
export function demandFreeInterfaces(
  { id, body }: ResourceChange,
  store: ResourceStore,
  reservations: InterfaceReservations,
): void {
  for (const nic of interfacesOf(body.properties)) {
    if (store.get(nic) === undefined) {
      // @evidence log An interface that does not exist is `InvalidResourceReference`. Source: Azure/RDS-Templates #349.
      throw invalidReference(nic, id.text);
    }
    const user = store.referencesTo(nic).find(({ from }) => !sameId(from.id.text, id.text));
    if (user !== undefined) {
      // @evidence log An interface of another machine is `NicInUse`. Source: hashicorp/terraform-provider-azurerm
      // #8105; the text is that for its deletion.
      throw new ArmError(
        400,
        "NicInUse",
        `Network Interface ${nic} is used by existing resource ${user.from.id.text}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
      );
    }
    reservations.demandFree(nic, id.text);
  }
}

/** IDs of the interfaces that a machine names. */
export function interfacesOf(properties: JsonObject): readonly string[] {
  return objectsAt(properties, "networkProfile", "networkInterfaces").map(
    (entry) => textAt(entry, "id") ?? "",
  );
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
  // @evidence documentation A disk shows `osType` and `diskState`. Source: Azure, "Disks - Get".
  store.put({
    id,
    body: {
      ...(location === undefined ? {} : { location }),
      managedBy,
      properties: { osType: osDisk.osType, diskState: "Attached" },
    },
    secrets: {},
    provisioningState: "Succeeded",
  });
}

/**
 * Removes the disks and network interfaces whose `deleteOption` is `Delete`.
 *
 * @evidence documentation Disks and interfaces marked `Delete` go with their machine; the others stay. Source: Azure,
 *   "Delete a VM and attached resources".
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

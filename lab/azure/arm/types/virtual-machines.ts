/** Virtual machines. */
import { randomUUID } from "node:crypto";
import { ArmError } from "../../resources/arm-error";
import { attachedIdentities, prepareIdentity } from "../../resources/attached-identities";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import type { JsonObject, Resource, ResourceChange } from "../../resources/resource-store";
import { parseCloudConfig } from "../../vm/cloud-config";
import type { PowerState } from "../../vm/machines";
import type { InterfaceReservations } from "../interface-reservations";
import { mergePatch } from "../merge-patch";
import type { ArmBehavior } from "../resource-type";
import { separateSecrets } from "../secret-properties";
import { zonesOf } from "./availability-zones";
import {
  addOsDisk,
  demandFreeInterfaces,
  interfacesOf,
  osDiskOf,
  removeWithMachine,
} from "./machine-attachments";
import { checkOffered } from "./machine-offer";
import { checkOsProfile, missing } from "./os-profile";
import { checkSecurityProfile } from "./security-profile";

const SECRETS = ["adminPassword", "customData", "secrets"].map((name) => ["osProfile", name]);
/**
 * The instance view of a machine, as far as its statuses go.
 *
 * @evidence documentation The status is `PowerState/` and the state, its display "VM" and the state. Source: "States and billing
 *   status of Azure Virtual Machines".
 * @evidence log The state of its provisioning comes first. Source: Azure/azure-sdk-for-python #2303.
 */
export function powerView(state: PowerState): JsonObject {
  return {
    statuses: [
      { code: "ProvisioningState/succeeded", level: "Info", displayStatus: "Provisioning succeeded" },
      { code: `PowerState/${state}`, level: "Info", displayStatus: `VM ${state}` },
    ],
  };
}

const NAME = /^[^\W_]([\w.-]{0,62}\w)?$/;

/** Members that cannot change, and the name by which the refusal calls them. */
const FIXED: readonly (readonly [readonly string[], string])[] = [
  [["osProfile", "customData"], "customData"],
  [["osProfile", "computerName"], "osProfile.computerName"],
  [["osProfile", "adminUsername"], "osProfile.adminUsername"],
  [["osProfile", "linuxConfiguration", "ssh", "publicKeys"], "linuxConfiguration.ssh.publicKeys"],
  [["storageProfile", "imageReference"], "imageReference"],
  // These change only while a machine is deallocated, which the lab does not look at; the text is that of the others.
  [["securityProfile", "securityType"], "securityProfile.securityType"],
  [["securityProfile", "uefiSettings"], "securityProfile.uefiSettings"],
  [["securityProfile", "encryptionAtHost"], "securityProfile.encryptionAtHost"],
];

/**
 * A virtual machine. What runs is a folder of this computer: see `lab/azure/vm`. Nothing runs in one with Windows.
 *
 * @evidence recorded A machine is created and changed in the background, with `Azure-AsyncOperation`. Source:
 * Azure/azure-service-operator v2/internal/controllers/recordings/Test_Compute_VM_CRUD.yaml at 52a4a95.
 * @evidence documentation A machine shows `instanceView`, `statuses`, `code`, `level`, and `displayStatus`. Source: Azure,
 *   "Virtual Machines - Instance View".
 */
export const virtualMachines: ArmBehavior = {
  type: "Microsoft.Compute/virtualMachines",
  asynchronous: "always",
  readOnly: ["vmId", "timeCreated", "instanceView"],
  prepare(change, { store, tenant, clock, reservations }) {
    const { id, body, before } = change;
    demandProfiles(change);
    const zones = zonesOf(change);
    checkSecurityProfile(body.properties);
    const { shown, secrets } = separateSecrets(body.properties, SECRETS);
    if (before === undefined) {
      checkOsProfile(body.properties);
      // Read now, so that what the lab cannot carry out is refused before there is a machine.
      parseCloudConfig(customDataOf(secrets));
    } else {
      demandUnchanged(before, body.properties);
    }
    demandFreeInterfaces(change, store, reservations);
    reservingOnFailure(change, reservations, () => {
      checkOffered(change, store.subscriptionId);
    });
    const osDisk = osDiskOf(id, body.properties, before);
    const identity = prepareIdentity(change, store, tenant);
    addOsDisk(id, osDisk, body.location, store);
    // @evidence documentation A machine shows `vmId`, `timeCreated`, `storageProfile`, `securityProfile`, and `osProfile`.
    // Source: Azure, "Virtual Machines - Get".
    const properties = mergePatch(shown, {
      vmId: before?.body.properties.vmId ?? randomUUID(),
      timeCreated: before?.body.properties.timeCreated ?? new Date(clock()).toISOString(),
      storageProfile: { osDisk },
      securityProfile: securityOf(before, body.properties),
      osProfile: { computerName: textAt(body.properties, "osProfile", "computerName") ?? id.name },
    });
    return { body: { ...body, ...zones, identity, properties }, secrets: before?.secrets ?? secrets };
  },
  async carryOut(resource, _before, { machines, reservations }) {
    // An update of a machine that could not be made tries again.
    if (machines.get(resource.id.text) !== undefined) {
      return;
    }
    const interfaces = interfacesOf(resource.body.properties);
    try {
      await machines.create(resource, customDataOf(resource.secrets));
    } catch (cause) {
      reservations.reserve(interfaces, resource.id.text);
      throw cause;
    }
    reservations.release(interfaces);
  },
  async remove(resource, { machines, store, tenant }) {
    await machines.remove(resource.id);
    for (const { kind, principalId } of attachedIdentities(resource.body.identity, resource.id.text)) {
      const principal = tenant.directory.servicePrincipal(principalId);
      if (kind === "SystemAssigned" && principal !== undefined) {
        tenant.directory.deleteServicePrincipal(principal);
      }
    }
    removeWithMachine(resource, store);
  },
  view({ id, body }, { machines }, expand) {
    // @evidence report An empty object of additional capabilities is not kept. Source: azurerm 5.2.0, which sends one
    // each time and plans nothing after it.
    const isBare = Object.keys(objectAt(body.properties, "additionalCapabilities")).length === 0;
    // @evidence documentation User data is shown only if it is asked for. Source: Azure, "User data for Azure Virtual Machine".
    const isWithUserData = expand?.toLowerCase() === "userdata";
    const properties = mergePatch(body.properties, {
      ...(isBare ? { additionalCapabilities: null } : {}),
      ...(isWithUserData ? {} : { userData: null }),
    });
    return expand?.toLowerCase() === "instanceview"
      ? { ...body, properties: { ...properties, instanceView: powerView(machines.powerState(id.text)) } }
      : { ...body, properties };
  },
};

function demandProfiles({ id, body: { properties } }: ResourceChange): void {
  if (!NAME.test(id.name)) {
    // @evidence documentation The name of a machine has at most 64 characters. Source: "Naming rules and restrictions
    // for Azure resources"; the text is inferred.
    throw ArmError.invalidParameter(
      `The entity name '${id.name}' is invalid according to its validation rule: ${NAME.source}.`,
      "name",
    );
  }
  for (const profile of ["hardwareProfile", "storageProfile", "osProfile", "networkProfile"]) {
    if (properties[profile] === undefined) {
      // @evidence report A machine without one of its profiles is refused. Source: answers quoted in public logs.
      throw missing(profile);
    }
  }
  if (objectsAt(properties, "networkProfile", "networkInterfaces").length === 0) {
    // @evidence report A machine without an interface is refused. Source: answers quoted in public logs.
    throw missing("networkProfile.networkInterfaces");
  }
}

/**
 * Does what fails a machine that its network is ready for, and reserves its interfaces then.
 *
 * @evidence inferred Failures of size and image reserve the interfaces. Reason: reports name sizes that do not fit
 *   the image (taskcluster/taskcluster #7196, Garden Linux) and a lack of capacity.
 */
function reservingOnFailure(
  { id, body, before }: ResourceChange,
  reservations: InterfaceReservations,
  check: () => void,
): void {
  try {
    check();
  } catch (cause) {
    if (before === undefined) {
      reservations.reserve(interfacesOf(body.properties), id.text);
    }
    throw cause;
  }
}

/** @throws ArmError 409 naming the member that would change. A member that the request leaves out stays. */
function demandUnchanged(before: Resource, after: JsonObject): void {
  const known = mergePatch(before.body.properties, before.secrets);
  for (const [path, name] of FIXED) {
    const [former, given] = [known, after].map((properties) => {
      const last = path.at(-1) ?? "";
      return objectAt(properties, ...path.slice(0, -1))[last];
    });
    if (given !== undefined && JSON.stringify(given) !== JSON.stringify(former)) {
      // @evidence log Members that are fixed cannot change: 409 `PropertyChangeNotAllowed`. Source:
      // MicrosoftDocs/azure-docs #12602; "Common Windows virtual machine error messages". Two of the members change
      // only while a machine is deallocated.
      throw ArmError.propertyChangeNotAllowed(name);
    }
  }
}

/** The security profile: of what the machine was made with, a request that leaves it out changes nothing. */
function securityOf(before: Resource | undefined, after: JsonObject): JsonObject | undefined {
  const former = mergePatch(objectAt(before?.body.properties, "securityProfile"), {
    proxyAgentSettings: null,
  });
  const profile = mergePatch(former, objectAt(after, "securityProfile"));
  return Object.keys(profile).length === 0 ? undefined : profile;
}

function customDataOf(secrets: JsonObject): string {
  return Buffer.from(textAt(secrets, "osProfile", "customData") ?? "", "base64").toString("utf8");
}

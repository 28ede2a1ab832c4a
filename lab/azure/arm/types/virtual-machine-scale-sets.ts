/** Virtual machine scale sets, orchestrated uniformly. */
import { randomUUID } from "node:crypto";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity, removeSystemIdentity } from "../../resources/attached-identities";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { parseResourceId, type ResourceId } from "../../resources/resource-id";
import type { JsonObject, Resource } from "../../resources/resource-store";
import { parseCloudConfig } from "../../vm/cloud-config";
import { mergePatch } from "../merge-patch";
import { wordName } from "../resource-name";
import type { ArmBehavior, ArmContext } from "../resource-type";
import { separateSecrets } from "../secret-properties";
import { checkOsProfile, missing } from "./os-profile";

const PROFILE = "virtualMachineProfile";
const SECRETS = ["adminPassword", "customData", "secrets"].map((name) => [PROFILE, "osProfile", name]);

/**
 * A scale set. Its machines are made from its model as it is then: a changed model reaches those that are there by an
 * upgrade or by reimaging them, which the lab does not do.
 *
 * @evidence documentation Machines of a scale set are created from its model as it is then. Source: Azure Virtual
 *   Machine Scale Sets, "Modify a scale set".
 * @evidence documentation A machine of a scale set shows `instanceId`, `vmId`, `timeCreated`, `hardwareProfile`,
 *   `osProfile`, `storageProfile`, and `networkProfile`. Source: Azure, "Virtual Machines - Get" and "Virtual Machine Scale
 *   Set VMs - Get".
 */
export const virtualMachineScaleSets: ArmBehavior = {
  type: "Microsoft.Compute/virtualMachineScaleSets",
  name: wordName("-", 1, 64),
  asynchronous: "always",
  readOnly: ["uniqueId", "timeCreated"],
  prepare(change, { store, tenant, clock }) {
    const { body, before } = change;
    const { properties } = body;
    demandUniform(properties);
    const { shown, secrets } = separateSecrets(properties, SECRETS);
    const profile = objectAt(properties, PROFILE);
    if (before === undefined) {
      checkOsProfile(profile);
      if (objectsAt(profile, "networkProfile", "networkInterfaceConfigurations").length === 0) {
        // @evidence inferred A scale set needs a network interface in its profile. Reason: the text is that for other
        // missing parameters.
        throw missing("networkProfile.networkInterfaceConfigurations");
      }
      // Read now, so that what the lab cannot carry out is refused before there is a machine.
      parseCloudConfig(customDataOf(secrets));
    }
    const identity = prepareIdentity(change, store, tenant);
    return {
      body: {
        ...body,
        identity,
        // @evidence documentation A scale set shows its `uniqueId`. Source: Azure, "Virtual Machine Scale Sets - Get".
        properties: mergePatch(shown, {
          uniqueId: before?.body.properties.uniqueId ?? randomUUID(),
          timeCreated: before?.body.properties.timeCreated ?? new Date(clock()).toISOString(),
        }),
      },
      secrets: Object.keys(secrets).length > 0 ? secrets : (before?.secrets ?? {}),
    };
  },
  async carryOut(scaleSet, _before, context) {
    const { capacity } = objectAt(scaleSet.body, "sku");
    const wanted = typeof capacity === "number" ? capacity : 0;
    const present = context.store.ofType(virtualMachineScaleSetMachines.type).filter(isPartOf(scaleSet.id));
    // The newest machines go first.
    for (const surplus of present.slice(wanted)) {
      for (const inner of context.store.inside(surplus.id.text)) {
        context.store.remove(inner.id.text);
      }
      await context.machines.remove(surplus.id);
      context.store.remove(surplus.id.text);
    }
    const next = Math.max(-1, ...present.map(({ body }) => Number(body.properties.instanceId))) + 1;
    const fresh = Array.from({ length: Math.max(0, wanted - present.length) }, (_, index) => next + index);
    await Promise.all(fresh.map((instance) => addMachine(scaleSet, instance, context)));
    // @evidence documentation The identity of a scale set is one of all its machines. Source: Microsoft Entra,
    // "Configure managed identities on virtual machine scale sets".
    // An identity of the scale set is at once one of all its machines.
    for (const machine of context.store.ofType(virtualMachineScaleSetMachines.type)) {
      if (isPartOf(scaleSet.id)(machine)) {
        machine.body = { ...machine.body, identity: scaleSet.body.identity };
      }
    }
  },
  remove(resource, { tenant }) {
    removeSystemIdentity(resource, tenant);
    return Promise.resolve();
  },
};

/**
 * The machines of scale sets.
 *
 * @evidence documentation The machines of a scale set are resources below it. Source: Azure, "Virtual Machine Scale
 *   Set VMs - Get".
 */
export const virtualMachineScaleSetMachines: ArmBehavior = {
  type: "Microsoft.Compute/virtualMachineScaleSets/virtualMachines",
  asynchronous: "always",
  prepare: refuseToBeWritten,
  async remove({ id }, { machines }) {
    await machines.remove(id);
  },
};

/**
 * The network interfaces of those machines.
 *
 * @evidence documentation The interfaces of its machines are resources below them. Source: Azure, "Network Interfaces
 *   - Get Virtual Machine Scale Set Network Interface".
 */
export const virtualMachineScaleSetInterfaces: ArmBehavior = {
  type: "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces",
  prepare: refuseToBeWritten,
};

function refuseToBeWritten(): never {
  throw ArmError.notInTheLab("changing a single machine of a scale set");
}

function isPartOf({ text }: ResourceId): (machine: Resource) => boolean {
  return ({ id }) => id.parent?.toLowerCase() === text.toLowerCase();
}

function demandUniform(properties: JsonObject): void {
  const orchestration = textAt(properties, "orchestrationMode") ?? "Uniform";
  const mode = textAt(properties, "upgradePolicy", "mode");
  if (orchestration !== "Uniform" || mode !== "Manual") {
    throw ArmError.notInTheLab(
      `scale sets other than orchestrationMode Uniform with upgradePolicy.mode Manual (${orchestration}, ${mode ?? "none"})`,
    );
  }
}

/** A machine and its interfaces, as separate documents. In Azure its name is `<scale set>_<number>` too. */
async function addMachine(scaleSet: Resource, instance: number, { store, machines, clock }: ArmContext) {
  const { id: owner, body, secrets } = scaleSet;
  const profile = objectAt(body.properties, PROFILE);
  const id = childId(`${owner.text}/virtualMachines/${instance}`, `${owner.name}_${instance}`);
  const interfaces = objectsAt(profile, "networkProfile", "networkInterfaceConfigurations").map((entry) => ({
    id: childId(`${id.text}/networkInterfaces/${textAt(entry, "name") ?? ""}`),
    properties: objectAt(entry, "properties"),
  }));
  const place = body.location === undefined ? {} : { location: body.location };
  for (const { id: nic, properties } of interfaces) {
    store.put({ id: nic, body: { ...place, properties }, secrets: {}, provisioningState: "Succeeded" });
  }
  const os = objectAt(profile, "osProfile");
  const machine: Resource = {
    id,
    body: {
      ...place,
      identity: body.identity,
      properties: {
        instanceId: String(instance),
        vmId: randomUUID(),
        timeCreated: new Date(clock()).toISOString(),
        hardwareProfile: { vmSize: textAt(body, "sku", "name") },
        osProfile: {
          computerName: `${textAt(os, "computerNamePrefix") ?? owner.name}${String(instance).padStart(6, "0")}`,
          adminUsername: os.adminUsername,
        },
        storageProfile: { imageReference: objectAt(profile, "storageProfile", "imageReference") },
        networkProfile: { networkInterfaces: interfaces.map((nic) => ({ id: nic.id.text })) },
      },
    },
    secrets: {},
    provisioningState: "Succeeded",
  };
  store.put(machine);
  await machines.create(machine, customDataOf(secrets));
}

function childId(text: string, name?: string): ResourceId {
  const id = parseResourceId(text);
  if (id === undefined) {
    throw new Error(`${text}: not a resource ID`);
  }
  return name === undefined ? id : { ...id, name };
}

function customDataOf(secrets: JsonObject): string {
  const encoded = textAt(secrets, PROFILE, "osProfile", "customData") ?? "";
  return Buffer.from(encoded, "base64").toString("utf8");
}

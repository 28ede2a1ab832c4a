/** A second VM in the subnet of the deployed one, which tries to connect to it. */
import { setTimeout as delay } from "node:timers/promises";
import { objectAt, objectsAt, textAt } from "../../lab/azure";
import type { ArmResource } from "../../lab/pulumi";
import { coded, quoted, withCode } from "../../messages";
import type { Administrator } from "../demo/administrator";
import type { Machine } from "../demo/machine";
import { createSshKey } from "../demo/ssh-key";
import { DemoFailure, type StepTools } from "../demo/step-runner";
import type { QuickstartOutputs } from "../demo/steps/deploy";
import { attemptAccepted, type Refusal } from "../demo/steps/refuse-strangers";

/** What {@link refuseNeighbor} uses. */
export interface NeighborContext {
  /** The deployed VM. */
  readonly outputs: Pick<QuickstartOutputs, "resourceGroupName" | "virtualMachineName">;
  /** A VM into which commands go. */
  readonly machine: (resourceGroupName: string, virtualMachineName: string) => Machine;
}

/** The deployed VM, as far as a neighbor is like it. */
interface Place {
  readonly size: string;
  readonly image: ArmResource;
  readonly address: string;
  readonly subnetId: string;
}

const TITLE = "Connecting to port 22 from another VM of the subnet";

/** The words of the OpenSSH client when nothing answers. */
const NO_ANSWER = "Connection timed out";

/** The words of a server that asks for a key. */
const REACHED = "Permission denied";

const ADMINISTRATOR = "azureuser";

/** Nothing is asked, nobody's list of hosts is read or changed, and after five seconds there is no answer. */
const SSH = [
  "ssh",
  ...["BatchMode=yes", "ConnectTimeout=5", "StrictHostKeyChecking=no"].flatMap((option) => ["-o", option]),
  ...["UserKnownHostsFile=/dev/null", "LogLevel=ERROR"].flatMap((option) => ["-o", option]),
] as const;

const MACHINES = "providers/Microsoft.Compute/virtualMachines";

const API_VERSIONS = { group: "2024-03-01", network: "2024-05-01", machine: "2024-11-01" } as const;

/** Pause between two attempts to reach the neighbor, in milliseconds. */
const PAUSE = 5_000;

/** The removal must not end with the signal that ends the rest. */
const { signal: unending } = new AbortController();

/** The resource group of the neighbor. */
export function neighborGroup({ prefix }: Pick<Administrator, "prefix">): string {
  return `${prefix}-neighbor`;
}

/**
 * Creates a VM without a security group in the subnet of the deployed VM. The deployed VM must reach it, which proves that the subnet
 * carries SSH. It must not reach the deployed VM. The neighbor is always removed.
 *
 * @throws DemoFailure if it reaches the deployed VM, or if the attempt proves nothing
 */
export async function refuseNeighbor(
  administrator: Administrator,
  { outputs: { resourceGroupName, virtualMachineName }, machine }: NeighborContext,
  { report, signal }: StepTools,
): Promise<Refusal> {
  const { arm, hurry = unending, patience = 0 } = administrator;
  const name = neighborGroup(administrator);
  const groups = `/subscriptions/${arm.subscriptionId}/resourceGroups`;
  const id = `${groups}/${name}`;
  const group = { id, apiVersion: API_VERSIONS.group };
  try {
    report("Creating another VM in the subnet");
    const deployed = `${groups}/${resourceGroupName}/${MACHINES}/${virtualMachineName}`;
    const place = await placeOf(administrator, deployed, signal);
    const address = await createNeighbor(administrator, place, { id, name }, signal);
    await demandReached(machine(resourceGroupName, virtualMachineName), address, { patience, signal });
    report(TITLE);
    const message = await connect(machine(name, name), place.address, signal);
    if (!message.includes(NO_ANSWER)) {
      throw attemptAccepted(TITLE);
    }
    return { id: "neighbor", title: TITLE, code: NO_ANSWER, message };
  } finally {
    if (await arm.exists(group, hurry)) {
      await arm.delete(group, hurry);
    }
  }
}

/** @throws DemoFailure if a VM without a security group does not answer either */
async function demandReached(
  machine: Machine,
  address: string,
  { patience, signal }: { readonly patience: number; readonly signal: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const message = await connect(machine, address, signal);
    if (message.includes(REACHED)) {
      return;
    }
    if (performance.now() + PAUSE > deadline) {
      throw new DemoFailure(
        withCode(
          coded(
            "acceptance-neighbor-silent",
            `the second VM does not answer on port 22, so it cannot prove that the first one is closed. Expected ${quoted(REACHED)}; got ${quoted(message)}`,
          ),
        ),
      );
    }
    await delay(PAUSE, undefined, { signal });
  }
}

/** What the SSH client prints. It has no key, so it never gets in. */
async function connect(machine: Machine, address: string, signal: AbortSignal): Promise<string> {
  const { stdout, stderr } = await machine.run([...SSH, `${ADMINISTRATOR}@${address}`, "true"], { signal });
  return `${stdout}${stderr}`.trim();
}

async function placeOf(
  { arm }: Administrator,
  virtualMachineId: string,
  signal: AbortSignal,
): Promise<Place> {
  const { properties } = await arm.get({ id: virtualMachineId, apiVersion: API_VERSIONS.machine }, signal);
  const [first] = objectsAt(properties, "networkProfile", "networkInterfaces");
  const networkInterface = await arm.get(
    { id: demand(textAt(first, "id")), apiVersion: API_VERSIONS.network },
    signal,
  );
  const { publisher, offer, sku, version } = objectAt(properties, "storageProfile", "imageReference");
  return {
    size: demand(textAt(properties, "hardwareProfile", "vmSize")),
    image: { publisher, offer, sku, version },
    ...placed(networkInterface),
  };
}

/** The private address of an interface, and its subnet. */
function placed({ properties }: ArmResource): Pick<Place, "address" | "subnetId"> {
  const [configuration] = objectsAt(properties, "ipConfigurations");
  return {
    address: demand(textAt(configuration, "properties", "privateIPAddress")),
    subnetId: demand(textAt(configuration, "properties", "subnet", "id")),
  };
}

/** Creates the neighbor with its interface. Returns its private address. */
async function createNeighbor(
  { arm, location }: Administrator,
  { size, image, subnetId }: Place,
  { id, name }: { readonly id: string; readonly name: string },
  signal: AbortSignal,
): Promise<string> {
  await arm.put({ id, apiVersion: API_VERSIONS.group }, { location }, signal);
  const interfaceId = `${id}/providers/Microsoft.Network/networkInterfaces/${name}`;
  const networkInterface = await arm.put(
    { id: interfaceId, apiVersion: API_VERSIONS.network },
    {
      location,
      properties: { ipConfigurations: [{ name: "private", properties: { subnet: { id: subnetId } } }] },
    },
    signal,
  );
  await arm.put(
    { id: `${id}/${MACHINES}/${name}`, apiVersion: API_VERSIONS.machine },
    {
      location,
      properties: {
        hardwareProfile: { vmSize: size },
        storageProfile: {
          imageReference: image,
          osDisk: {
            createOption: "FromImage",
            deleteOption: "Delete",
            managedDisk: { storageAccountType: "StandardSSD_LRS" },
          },
        },
        osProfile: {
          computerName: name,
          adminUsername: ADMINISTRATOR,
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            ssh: {
              publicKeys: [{ path: `/home/${ADMINISTRATOR}/.ssh/authorized_keys`, keyData: createSshKey() }],
            },
          },
        },
        networkProfile: { networkInterfaces: [{ id: interfaceId }] },
      },
    },
    signal,
  );
  return placed(networkInterface).address;
}

function demand(value: string | undefined): string {
  if (value === undefined) {
    throw new Error("the answer of Azure lacks the size, the image, or the subnet of the VM");
  }
  return value;
}

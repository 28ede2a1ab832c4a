/** The virtual machines that run. */
import { join } from "node:path";
import type { Clock } from "../../clock";
import type { FaultInjector } from "../../http/fault-injector";
import type { EntraTenant } from "../entra/entra-tenant";
import { ImdsServer } from "../imds/imds-server";
import { ArmError } from "../resources/arm-error";
import { textAt } from "../resources/json-reader";
import type { ResourceId } from "../resources/resource-id";
import type { Resource, ResourceStore } from "../resources/resource-store";
import { parseCloudConfig } from "./cloud-config";
import { EgressGateway } from "./egress-gateway";
import { egressAddress, hasEgress } from "./egress-route";
import { carryOutCloudConfig } from "./first-boot";
import { demandPlainFolder } from "./guest-paths";
import { type Connection, reachedMachine } from "./inbound-access";
import { LabVm } from "./lab-vm";

/** Whether a machine runs. One that is deallocated has given back its hardware too. */
export type PowerState = "running" | "stopped" | "deallocated";

/** A machine and what it is connected to. */
export interface Machine {
  readonly vm: LabVm;
  readonly imds: ImdsServer;
  readonly egress: EgressGateway;
}

/** Options of {@link Machines}. */
export interface MachinesOptions {
  /** Folder in which every machine has its own. */
  readonly directory: string;
  /** Folders of programs that every machine has. */
  readonly path: readonly string[];
  /** Address of the AWS double. */
  readonly egressTarget: string;
  readonly store: ResourceStore;
  readonly tenant: EntraTenant;
  readonly clock: Clock;
  /** Lets requests to the metadata services go wrong. */
  readonly faults: FaultInjector;
}

/** Machines by the IDs of their resources. */
export class Machines {
  readonly #machines = new Map<string, Machine>();
  readonly #off = new Map<string, PowerState>();
  readonly #connecting = new Map<string, Promise<Machine>>();

  /** @throws Error for a folder that scripts could not name. */
  constructor(private readonly options: MachinesOptions) {
    demandPlainFolder(options.directory);
  }

  all(): readonly Machine[] {
    return [...this.#machines.values()];
  }

  get(id: string): Machine | undefined {
    return this.#machines.get(id.toLowerCase());
  }

  powerState(id: string): PowerState {
    return this.#off.get(id.toLowerCase()) ?? "running";
  }

  /** Starts or stops a machine. All that ran in it ends in either case. */
  setPower(id: string, state: PowerState): void {
    const machine = this.get(id);
    machine?.vm.stop();
    if (state === "running") {
      this.#off.delete(id.toLowerCase());
      machine?.vm.start();
    } else {
      this.#off.set(id.toLowerCase(), state);
    }
  }

  /** A machine that runs. @throws ArmError 409 for one that does not. */
  demandRunning(id: string): LabVm {
    const machine = this.get(id);
    if (machine === undefined || this.powerState(id) !== "running") {
      // @evidence report A machine that does not run is 409 `OperationNotAllowed`. Source: answers quoted in public
      // logs.
      throw new ArmError(
        409,
        "OperationNotAllowed",
        "The operation requires the VM to be running (or set to run).",
      );
    }
    return machine.vm;
  }

  /** Whether a machine's network lets it out at this moment. */
  hasEgress(id: string): boolean {
    return hasEgress(id, this.options.store);
  }

  /** Starts the machine of a resource and lets it carry out its custom data. */
  async create(resource: Resource, customData: string): Promise<void> {
    const { id } = resource;
    if (this.all().some(({ vm }) => vm.name.toLowerCase() === id.name.toLowerCase())) {
      throw ArmError.notInTheLab(`two virtual machines named ${id.name}`, "Give one of them another name");
    }
    const key = id.text.toLowerCase();
    const connecting = this.#connect(resource);
    this.#connecting.set(key, connecting);
    try {
      const machine = await connecting;
      this.#machines.set(key, machine);
      await carryOutCloudConfig(machine.vm, parseCloudConfig(customData));
    } finally {
      this.#connecting.delete(key);
    }
  }

  /** Stops a machine, even one that is being started, and removes its folder. */
  async remove({ text }: ResourceId): Promise<void> {
    await Promise.allSettled([this.#connecting.get(text.toLowerCase())]);
    const machine = this.get(text);
    this.#machines.delete(text.toLowerCase());
    this.#off.delete(text.toLowerCase());
    await machine?.vm.remove();
    await Promise.all([machine?.imds.stop(), machine?.egress.stop()]);
  }

  /** Stops all machines, those included that are being started. Their folders stay. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#connecting.values());
    await Promise.all(
      this.all().map(async ({ vm, imds, egress }) => {
        vm.stop();
        await Promise.all([imds.stop(), egress.stop()]);
      }),
    );
  }

  /** Whether a connection reaches a machine that runs. */
  #reaches(connection: Connection): boolean {
    const reached = reachedMachine(connection, this.options.store);
    return reached !== undefined && this.get(reached) !== undefined && this.powerState(reached) === "running";
  }

  async #connect({ id, body }: Resource): Promise<Machine> {
    const { directory, path, egressTarget, store, tenant, clock, faults } = this.options;
    const imds = await ImdsServer.start({ resourceId: id.text, store, tenant, clock, faults });
    const egress = await EgressGateway.start(
      egressTarget,
      () => this.hasEgress(id.text),
      () => egressAddress(id.text, store),
      (to, port) => this.#reaches({ from: { vmId: id.text }, to, port }),
    );
    try {
      const vm = await LabVm.create({
        name: id.name,
        folder: join(directory, id.name),
        adminUsername: textAt(body.properties, "osProfile", "adminUsername") ?? "",
        path,
        imdsUrl: imds.url,
        egressUrl: egress.url,
      });
      return { vm, imds, egress };
    } catch (cause) {
      await Promise.all([imds.stop(), egress.stop()]);
      throw cause;
    }
  }
}

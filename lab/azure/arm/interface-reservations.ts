/** Network interfaces that Azure keeps for a virtual machine which failed to start. */
import type { Clock } from "../../clock";
import { ArmError } from "../resources/arm-error";
import { sameId } from "../resources/resource-id";

/**
 * How long an interface stays reserved, in milliseconds.
 *
 * @evidence log An interface stays reserved for 180 seconds. Source: taskcluster/taskcluster #7196,
 *   cloudfoundry/bosh-azure-cpi-release #366, and others.
 */
const RESERVATION = 180_000;

interface Reservation {
  readonly machine: string;
  readonly until: number;
}

/**
 * Reserves a machine's interfaces for 180 seconds after it failed to start. Until then, no other machine can use them, and they
 * cannot be deleted.
 */
export class InterfaceReservations {
  readonly #byInterface = new Map<string, Reservation>();

  constructor(private readonly clock: Clock) {}

  /** Reserves interfaces for a machine from now on. */
  reserve(interfaces: readonly string[], machine: string): void {
    for (const nic of interfaces) {
      this.#byInterface.set(nic.toLowerCase(), { machine, until: this.clock() + RESERVATION });
    }
  }

  /**
   * Ends the reservations of a machine that has started after all.
   *
   * @evidence inferred The reservation ends when the machine starts after all. Reason: the text says "another"
   *   machine.
   */
  release(interfaces: readonly string[]): void {
    for (const nic of interfaces) {
      this.#byInterface.delete(nic.toLowerCase());
    }
  }

  /**
   * @param user Who wants it: a machine; undefined for its deletion.
   * @throws ArmError 400 while it is reserved for another one.
   */
  demandFree(nic: string, user?: string): void {
    const reservation = this.#byInterface.get(nic.toLowerCase());
    if (reservation === undefined || reservation.until <= this.clock()) {
      this.#byInterface.delete(nic.toLowerCase());
      return;
    }
    if (user !== undefined && sameId(user, reservation.machine)) {
      return;
    }
    // @evidence log A NIC of a machine that failed to start is `NicReservedForAnotherVm` for others. Source:
    // taskcluster/taskcluster #7196, cloudfoundry/bosh-azure-cpi-release #366, Garden Linux #4133, Azure TRE #4511,
    // with status 400.
    throw new ArmError(
      400,
      "NicReservedForAnotherVm",
      `Nic(s) in request is reserved for another Virtual Machine for 180 seconds. Please provide another nic(s) or retry after 180 seconds. Reserved VM: ${reservation.machine}`,
    );
  }
}

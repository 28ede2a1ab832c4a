/** Long-running operations: what the addresses in `Azure-AsyncOperation` and `Location` answer. */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import { ArmError } from "../resources/arm-error";

/** Work that goes on after its request was answered. Never rejects: a failure is its outcome. */
export class Operation {
  readonly id = randomUUID();
  readonly startTime: number;
  #endTime: number | undefined;
  #error: ArmError | undefined;
  #result: unknown;
  readonly #done: Promise<void>;

  constructor(
    clock: Clock,
    private readonly isBrief: boolean,
    work: () => Promise<unknown>,
  ) {
    this.startTime = clock();
    this.#done = work()
      .then((result) => {
        this.#result = result;
      })
      .catch((cause: unknown) => {
        this.#error =
          // @evidence inferred A fault of the lab fails the operation with `InternalServerError`. Reason: the
          // code is Azure's for internal faults.
          cause instanceof ArmError ? cause : new ArmError(500, "InternalServerError", String(cause));
      })
      .finally(() => {
        this.#endTime = clock();
      });
  }

  get isDone(): boolean {
    return this.#endTime !== undefined;
  }

  /** What the work answered; undefined for most. */
  get result(): unknown {
    return this.#result;
  }

  get error(): ArmError | undefined {
    return this.#error;
  }

  /** Waits until the work is done. @throws ArmError that failed it. */
  async finished(): Promise<void> {
    await this.#done;
    if (this.#error !== undefined) {
      throw this.#error;
    }
  }

  /** Waits until the work is done, but not longer than so many milliseconds. */
  async settled(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([this.#done, patience]);
    clearTimeout(timer);
  }

  /**
   * The status document.
   *
   * @evidence recorded The status document has times, a name, and the error; that of a network operation has no times
   * and no name. Members: `startTime`, `endTime`, `status`, `name`, `error`. Source: Azure/azure-service-operator
   * v2/internal/controllers/recordings/Test_Compute_VM_CRUD.yaml at 52a4a95; Test_Networking_NatGateway_CRUD.yaml at
   * e00a490.
   */
  status(): Record<string, unknown> {
    const status = !this.isDone ? "InProgress" : this.#error === undefined ? "Succeeded" : "Failed";
    const error = this.#error === undefined ? {} : { error: this.#error.body() };
    if (this.isBrief) {
      return { status, ...error };
    }
    return {
      startTime: new Date(this.startTime).toISOString(),
      ...(this.#endTime === undefined ? {} : { endTime: new Date(this.#endTime).toISOString() }),
      status,
      name: this.id,
      ...error,
    };
  }
}

/** The operations of a subscription, by their IDs. */
export class Operations {
  readonly #operations = new Map<string, Operation>();
  #held: Promise<void> | undefined;

  constructor(private readonly clock: Clock) {}

  /** Keeps operations that start from now on from doing anything. Answers what lets them begin. */
  hold(): () => void {
    let begin: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      begin = resolve;
    });
    return () => {
      this.#held = undefined;
      begin();
    };
  }

  /** @param isBrief whether the status document has no times and no name */
  start(isBrief: boolean, work: () => Promise<unknown>): Operation {
    const held = this.#held;
    const operation = new Operation(this.clock, isBrief, held === undefined ? work : () => held.then(work));
    this.#operations.set(operation.id, operation);
    return operation;
  }

  get(id: string): Operation | undefined {
    return this.#operations.get(id);
  }
}

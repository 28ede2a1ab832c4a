import * as pulumi from "@pulumi/pulumi";

/** Of how many deployments something is kept: those of a long-lived process of the Automation API that may still run. */
const MOST = 100;

/**
 * What is kept of each deployment, apart from others. A process may see several deployments: programs of the Automation API one after
 * the other, and a plugin those that share it.
 */
export class PerDeployment<T extends object> {
  /** By the engine's address, since in a plugin each component has a client of its own; addresses are used again. */
  readonly #byAddress = new Map<string, T>();
  /** By what stands for the engine in tests of programs, which has no address. */
  readonly #byMonitor = new WeakMap<object, T>();

  readonly #start: () => T;

  /** @param start - Makes what is kept of a deployment that is seen for the first time. */
  constructor(start: () => T) {
    this.#start = start;
  }

  /** That of the deployment that the caller is part of. */
  current(): T {
    const monitor = pulumi.runtime.getMonitor() as { getChannel?(): { getTarget(): string } } | undefined;
    if (monitor === undefined) {
      return this.#start();
    }
    const target = monitor.getChannel?.().getTarget();
    if (target === undefined) {
      const mocked = this.#byMonitor.get(monitor) ?? this.#start();
      this.#byMonitor.set(monitor, mocked);
      return mocked;
    }
    const { getProject, getStack, isDryRun } = pulumi.runtime;
    const address = JSON.stringify([target, getProject(), getStack(), isDryRun()]);
    const kept = this.#byAddress.get(address) ?? this.#start();
    this.#byAddress.set(address, kept);
    for (const oldest of [...this.#byAddress.keys()].slice(0, -MOST)) {
      this.#byAddress.delete(oldest);
    }
    return kept;
  }
}

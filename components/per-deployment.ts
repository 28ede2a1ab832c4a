import * as pulumi from "@pulumi/pulumi";

/** Of how many deployments it is kept: those of a long-lived process of the Automation API that may still run. */
const MOST = 100;

/**
 * Something that each deployment has for itself. A process may see several: programs of the Automation API one after
 * the other, and a plugin those that share it.
 */
export class PerDeployment<T extends object> {
  readonly #make: () => T;
  /** By the engine's address, since in a plugin each component has a client of its own; addresses are used again. */
  readonly #byAddress = new Map<string, T>();
  /** By what stands for the engine in tests of programs, which has no address. */
  readonly #byMonitor = new WeakMap<object, T>();

  /** @param make - Makes it, when a deployment asks for the first time. */
  constructor(make: () => T) {
    this.#make = make;
  }

  /** That of the deployment that the caller is part of. */
  get(): T {
    const monitor = pulumi.runtime.getMonitor() as { getChannel?(): { getTarget(): string } } | undefined;
    if (monitor === undefined) return this.#make();
    const target = monitor.getChannel?.().getTarget();
    const { getProject, getStack, isDryRun } = pulumi.runtime;
    const address =
      target === undefined ? undefined : JSON.stringify([target, getProject(), getStack(), isDryRun()]);
    const known = address === undefined ? this.#byMonitor.get(monitor) : this.#byAddress.get(address);
    if (known !== undefined) return known;
    const made = this.#make();
    if (address === undefined) this.#byMonitor.set(monitor, made);
    else this.#byAddress.set(address, made);
    for (const oldest of [...this.#byAddress.keys()].slice(0, -MOST)) this.#byAddress.delete(oldest);
    return made;
  }
}

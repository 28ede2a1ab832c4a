import * as pulumi from "@pulumi/pulumi";

/**
 * Something that each deployment has for itself. A process may see several: programs of the Automation API one after
 * the other, and a plugin those that share it.
 */
export class PerDeployment<T extends object> {
  readonly #make: () => T;
  /** By the address of the engine's monitor. In a plugin each component has a client of its own for it. */
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
    const address = monitor.getChannel?.().getTarget();
    const known = address === undefined ? this.#byMonitor.get(monitor) : this.#byAddress.get(address);
    if (known !== undefined) return known;
    const made = this.#make();
    if (address === undefined) this.#byMonitor.set(monitor, made);
    else this.#byAddress.set(address, made);
    return made;
  }
}

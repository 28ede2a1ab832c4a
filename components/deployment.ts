/** State that the process keeps for each deployment. */
import * as pulumi from "@pulumi/pulumi";

/** The number of deployments whose state is kept. In a long-lived process of the Automation API, so many may still run. */
const MOST = 100;

/**
 * Keeps deployments separate. A process may see several: the Automation API runs programs one after the other, and programs
 * may share a plugin.
 */
class Deployments {
  /** By the engine's address, because each component in a plugin has a separate client. Addresses are reused. */
  readonly #byAddress = new Map<string, Deployment>();
  /** By the mock of the engine in tests of programs, which has no address. */
  readonly #byMonitor = new WeakMap<object, Deployment>();

  /** The deployment that the caller is part of. */
  current(): Deployment {
    const monitor = pulumi.runtime.getMonitor() as { getChannel?(): { getTarget(): string } } | undefined;
    if (monitor === undefined) {
      return new Deployment();
    }
    const target = monitor.getChannel?.().getTarget();
    if (target === undefined) {
      const mocked = this.#byMonitor.get(monitor) ?? new Deployment();
      this.#byMonitor.set(monitor, mocked);
      return mocked;
    }
    const { getProject, getStack, isDryRun } = pulumi.runtime;
    const address = JSON.stringify([target, getProject(), getStack(), isDryRun()]);
    const kept = this.#byAddress.get(address) ?? new Deployment();
    this.#byAddress.set(address, kept);
    for (const oldest of [...this.#byAddress.keys()].slice(0, -MOST)) {
      this.#byAddress.delete(oldest);
    }
    return kept;
  }
}

/** One deployment: a value for each feature that remembers something. */
class Deployment {
  readonly #values = new Map<PerDeployment<object>, object>();

  /** The value of a feature, which is started on first use. */
  value<T extends object>(feature: PerDeployment<T>): T {
    const value = (this.#values.get(feature) as T | undefined) ?? feature.start();
    this.#values.set(feature, value);
    return value;
  }
}

const deployments = new Deployments();

/** The state that one feature keeps for each deployment. */
export class PerDeployment<T extends object> {
  /** @param start - Makes the state of a new deployment. */
  constructor(readonly start: () => T) {}

  /** The state of the deployment that the caller is part of. */
  current(): T {
    return deployments.current().value(this);
  }
}

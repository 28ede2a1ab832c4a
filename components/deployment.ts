/** What the process remembers of each deployment. */
import * as pulumi from "@pulumi/pulumi";

/** Of how many deployments something is kept: those of a long-lived process of the Automation API that may still run. */
const MOST = 100;

/**
 * Deployments, apart from each other. A process may see several: programs of the Automation API one after the other, and
 * a plugin those that share it.
 */
class Deployments {
  /** By the engine's address, since in a plugin each component has a client of its own; addresses are used again. */
  readonly #byAddress = new Map<string, Deployment>();
  /** By what stands for the engine in tests of programs, which has no address. */
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

  /** The value of a feature, which is started when it is asked for first. */
  value<T extends object>(feature: PerDeployment<T>): T {
    const value = (this.#values.get(feature) as T | undefined) ?? feature.start();
    this.#values.set(feature, value);
    return value;
  }
}

const deployments = new Deployments();

/** What one feature remembers of each deployment. */
export class PerDeployment<T extends object> {
  /** @param start - Makes what is remembered of a deployment that is seen for the first time. */
  constructor(readonly start: () => T) {}

  /** What it remembers of the deployment that the caller is part of. */
  current(): T {
    return deployments.current().value(this);
  }
}

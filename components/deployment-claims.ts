import * as pulumi from "@pulumi/pulumi";

/** Of how many deployments claims are kept: those of a long-lived process of the Automation API that may still run. */
const MOST = 100;

/** Who of one deployment makes what there can be only once. */
export class Claims {
  readonly #holders = new Map<string, { readonly urn: string; readonly component: string }>();

  /**
   * Claims what is known by `key`, unless another component has claimed it.
   *
   * @param urn - Who claims: a resource may claim the same again.
   * @param component - The class and name of the component, as messages show them.
   * @returns The class and name of the other component, if there is one.
   */
  claim(key: string, urn: string, component: string): string | undefined {
    const holder = this.#holders.get(key);
    if (holder !== undefined && holder.urn !== urn) return holder.component;
    this.#holders.set(key, { urn, component });
    return undefined;
  }

  /** Gives up what was claimed. */
  release(key: string): void {
    this.#holders.delete(key);
  }
}

/**
 * The claims of each deployment apart. A process may see several deployments: programs of the Automation API one after
 * the other, and a plugin those that share it.
 */
export class DeploymentClaims {
  /** By the engine's address, since in a plugin each component has a client of its own; addresses are used again. */
  readonly #byAddress = new Map<string, Claims>();
  /** By what stands for the engine in tests of programs, which has no address. */
  readonly #byMonitor = new WeakMap<object, Claims>();

  /** Those of the deployment that the caller is part of. */
  current(): Claims {
    const monitor = pulumi.runtime.getMonitor() as { getChannel?(): { getTarget(): string } } | undefined;
    if (monitor === undefined) return new Claims();
    const target = monitor.getChannel?.().getTarget();
    if (target === undefined) {
      const mocked = this.#byMonitor.get(monitor) ?? new Claims();
      this.#byMonitor.set(monitor, mocked);
      return mocked;
    }
    const { getProject, getStack, isDryRun } = pulumi.runtime;
    const address = JSON.stringify([target, getProject(), getStack(), isDryRun()]);
    const claims = this.#byAddress.get(address) ?? new Claims();
    this.#byAddress.set(address, claims);
    for (const oldest of [...this.#byAddress.keys()].slice(0, -MOST)) this.#byAddress.delete(oldest);
    return claims;
  }
}

/** Which component of a deployment owns each thing that may exist only once. */
export class SoleOwners {
  readonly #holders = new Map<string, { readonly urn: string; readonly component: string }>();

  /**
   * Claims what is known by `key`, unless another component owns it.
   *
   * @param urn - The resource that claims; it may claim the same again.
   * @param component - The class and name of the component, as messages show them.
   * @returns The class and name of the other component, if there is one.
   */
  claim(key: string, urn: string, component: string): string | undefined {
    const holder = this.#holders.get(key);
    if (holder !== undefined && holder.urn !== urn) {
      return holder.component;
    }
    this.#holders.set(key, { urn, component });
    return undefined;
  }

  /** Gives up what was claimed. */
  release(key: string): void {
    this.#holders.delete(key);
  }
}

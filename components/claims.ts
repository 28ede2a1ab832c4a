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

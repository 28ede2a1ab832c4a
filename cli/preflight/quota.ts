/** How much of something is used, and how much may be. */
export interface Usage {
  /** The name in the API, such as `cores`. */
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

/** Something of which a deployment needs more. */
export interface Need {
  readonly name: string;
  readonly count: number;
}

/** A need that a quota does not leave room for. */
export interface Shortage extends Usage {
  readonly needed: number;
}

/** The needs with no room. A quota that the API does not list has no limit here. Names compare without case. */
export function shortages(usages: readonly Usage[], needs: readonly Need[]): readonly Shortage[] {
  return needs.flatMap(({ name, count }) => {
    const usage = usages.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return usage !== undefined && usage.used + count > usage.limit ? [{ ...usage, needed: count }] : [];
  });
}

/** The names of needs that the API does not list. */
export function unlisted(usages: readonly Usage[], needs: readonly Need[]): readonly string[] {
  return needs
    .filter(({ name }) => !usages.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    .map(({ name }) => name);
}

/** For people: `cores: 8 of 10 used, 4 more needed`. */
export function describeShortage({ name, used, limit, needed }: Shortage): string {
  return `${name}: ${used} of ${limit} used, ${needed} more needed`;
}

/** For people: `cores 8 of 10`, for each need that the API lists. */
export function describeRoom(usages: readonly Usage[], needs: readonly Need[]): string {
  return needs
    .flatMap(({ name }) => {
      const usage = usages.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return usage === undefined ? [] : [`${usage.name} ${usage.used} of ${usage.limit}`];
    })
    .join(", ");
}

import type { CreatedProvider, KnownClaims } from "../trust";

/**
 * The right values of claims that a file has, for the fixes of its trust policies: the audience that is the only one of a
 * provider, and the subjects.
 *
 * @param subjects - What the file has of subjects, by the name of the provider.
 */
export function knownClaims(
  providers: readonly CreatedProvider[],
  subjects: readonly KnownClaims[],
): readonly KnownClaims[] {
  const known = new Map(subjects.map((claims) => [claims.provider, claims]));
  for (const { name, clientIds, account } of providers) {
    const [audience, ...others] = clientIds;
    if (audience !== undefined && others.length === 0) {
      known.set(name, {
        ...known.get(name),
        provider: name,
        audience,
        ...(account === undefined ? {} : { audienceFrom: { account } }),
      });
    }
  }
  return [...known.values()];
}

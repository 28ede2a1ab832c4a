import { issuers } from "./issuers";
import type { KnownIssuer } from "./known-issuer";
import { NamePattern } from "./name-pattern";

const NAMES = issuers
  .flatMap(({ facts }) => facts.providers)
  .map((source) => new NamePattern(source).expression);

/** The name of any issuer of the table. Most providers of a large policy have none, and one expression finds that faster than each issuer's. */
const KNOWN_NAME = new RegExp(`^(?:${NAMES.join("|")})$`);

/**
 * Finds the issuer behind a provider.
 *
 * @param foldedName - The provider's name in lower case, without `https://`.
 * @returns `undefined` if the table of issuers does not have it.
 */
export function findIssuer(foldedName: string): KnownIssuer | undefined {
  return KNOWN_NAME.test(foldedName) ? issuers.find((issuer) => issuer.owns(foldedName)) : undefined;
}

/** The issuers that could be behind a provider of whose name a part is unknown. */
export function possibleIssuers(foldedName: string): readonly KnownIssuer[] {
  return issuers.filter((issuer) => issuer.owns(foldedName, true));
}

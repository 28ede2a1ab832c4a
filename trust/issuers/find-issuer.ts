import { issuers } from "./issuers";
import type { KnownIssuer } from "./known-issuer";

/**
 * Finds the issuer behind a provider.
 *
 * @param foldedName - The provider's name in lower case, without `https://`.
 * @returns `undefined` if the table of issuers does not have it.
 */
export function findIssuer(foldedName: string): KnownIssuer | undefined {
  return issuers.find((issuer) => issuer.owns(foldedName));
}

/** The issuers that could be behind a provider of whose name a part is unknown. */
export function possibleIssuers(foldedName: string): readonly KnownIssuer[] {
  return issuers.filter((issuer) => issuer.owns(foldedName, true));
}

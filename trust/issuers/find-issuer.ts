import { issuers } from "./issuers";
import type { KnownIssuer } from "./known-issuer";

/** How many names are remembered. A run over an account meets the same few providers thousands of times. */
const MOST_REMEMBERED = 1000;

const remembered = new Map<string, KnownIssuer | undefined>();

/**
 * Finds the issuer behind a provider.
 *
 * @param foldedName - The provider's name in lower case, without `https://`.
 * @returns `undefined` if the table of issuers does not have it.
 */
export function findIssuer(foldedName: string): KnownIssuer | undefined {
  if (remembered.has(foldedName)) {
    return remembered.get(foldedName);
  }
  const found = issuers.find((issuer) => issuer.owns(foldedName));
  if (remembered.size < MOST_REMEMBERED) {
    remembered.set(foldedName, found);
  }
  return found;
}

/** The issuers that could be behind a provider of whose name a part is unknown. */
export function possibleIssuers(foldedName: string): readonly KnownIssuer[] {
  return issuers.filter((issuer) => issuer.owns(foldedName, true));
}

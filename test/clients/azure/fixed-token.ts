import type { TokenCredential } from "@azure/identity";

/** A credential that has one token, whatever is asked for. */
export function fixedToken(token: string): TokenCredential {
  return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
}

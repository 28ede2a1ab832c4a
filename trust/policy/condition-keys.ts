/**
 * Claims that AWS fills from the tokens of every issuer, in addition to `aud` and `sub`. Source: AWS, "Available keys for AWS OIDC
 * federation", tab "Default".
 */
export const DEFAULT_CLAIMS: readonly string[] = ["amr", "email", "oaud"];

/**
 * The provider that a condition key speaks of, in lower case, if it is a web identity provider's key at all. Keys of
 * AWS's own (`aws:…`, `sts:…`, `saml:…`) begin with a word without dots.
 */
export function providerOfKey(foldedKey: string): string | undefined {
  const scheme = foldedKey.startsWith("https://") || foldedKey.startsWith("http://");
  const firstColon = foldedKey.indexOf(":");
  const dot = foldedKey.indexOf(".");
  // AWS has no key for an audience or a subject but those of providers and SAML's: such a key is a misspelt provider's. The key
  // of a session tag can end in anything.
  const isClaim = /:(aud|sub)$/.test(foldedKey) && !/^(?:saml:|aws:[a-z]+tag\/)/.test(foldedKey);
  return scheme || isClaim || (dot >= 0 && dot < firstColon)
    ? foldedKey.slice(0, foldedKey.lastIndexOf(":"))
    : undefined;
}

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
  const dot = foldedKey.indexOf(".");
  return (dot >= 0 && dot < foldedKey.indexOf(":")) ||
    /^https?:\/\//.test(foldedKey) ||
    // AWS has no key for an audience or a subject but those of providers and SAML's: such a key is a misspelt provider's. The key
    // of a session tag can end in anything.
    (/:(?:aud|sub)$/.test(foldedKey) && !/^(?:saml:|aws:[a-z]+tag\/)/.test(foldedKey))
    ? foldedKey.slice(0, foldedKey.lastIndexOf(":"))
    : undefined;
}

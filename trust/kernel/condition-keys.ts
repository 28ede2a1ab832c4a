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

/**
 * Says in what the provider that a key names differs from the statement's own.
 *
 * @param several - Whether several keys name it.
 */
export function differenceOf(owner: string, name: string, several = false): string {
  const folded = name.toLowerCase();
  if (owner === `${folded}/` || folded === `${owner}/`) {
    return `which ${several ? "have" : "has"} a slash too ${owner.length > folded.length ? "many" : "few"} at the provider's end`;
  }
  if (owner === `https://${folded}`) {
    return `which ${several ? "begin" : "begins"} with a scheme, as keys never do`;
  }
  return several ? "which are another provider's keys" : "which is another provider's key";
}

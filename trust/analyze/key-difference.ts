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

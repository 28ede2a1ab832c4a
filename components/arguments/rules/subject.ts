/**
 * A value of the `sub` claim: an object ID for Entra, `system:serviceaccount:<namespace>:<name>` for Kubernetes. It is
 * compared as a whole, so that a wildcard could only be a mistake.
 */
export function subject(value: string): readonly string[] {
  if (value === "" || /[\s\p{Cc}]/u.test(value)) {
    return ["must be a subject without white space"];
  }
  return /[*?]|\$\{/.test(value)
    ? ["must be one exact subject: wildcards and variables have no meaning here"]
    : [];
}

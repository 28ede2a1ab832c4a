/**
 * Counts the characters of a trust policy as IAM does for its quota: white space is left out.
 *
 * @param document - The policy as an object or as JSON text.
 */
export function trustPolicySize(document: object | string): number {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return text.replace(/\s/g, "").length;
}

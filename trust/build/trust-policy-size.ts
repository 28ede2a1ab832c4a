/** Characters that a trust policy may have in an account as AWS sets it up. Source: AWS, "IAM and AWS STS quotas". */
export const TRUST_POLICY_QUOTA = 2048;

/** Characters that a trust policy may have once AWS has raised the account's quota to the full. Source: same. */
export const TRUST_POLICY_QUOTA_MAXIMUM = 4096;

/**
 * Counts the characters of a trust policy as IAM does for its quota: white space is left out.
 *
 * @param document - The policy as an object or as JSON text.
 */
export function trustPolicySize(document: object | string): number {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return text.replace(/\s/g, "").length;
}

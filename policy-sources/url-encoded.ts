/** The first character of a policy, encoded, after white space that may be too. */
const ENCODED = /^(?:\s|%20|%0[9AD])*%7B/i;

/**
 * A policy without the URL encoding in which IAM's API and AWS Config return its text, white space before it included. Anything else
 * stays as it is.
 *
 * Source: AWS IAM API, "Role"; awslabs/aws-config-resource-schema, AWS::IAM::Role (source code).
 */
export function withoutUrlEncoding(policy: unknown): unknown {
  if (typeof policy !== "string" || !ENCODED.test(policy)) {
    return policy;
  }
  try {
    return decodeURIComponent(policy.trim());
  } catch {
    return policy;
  }
}

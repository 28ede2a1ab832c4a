/**
 * A policy without the URL encoding in which IAM's API and AWS Config return its text. Anything else stays as it is.
 *
 * Source: AWS IAM API, "Role"; awslabs/aws-config-resource-schema, AWS::IAM::Role (source code).
 */
export function withoutUrlEncoding(policy: unknown): unknown {
  if (typeof policy !== "string" || !/^\s*%7B/i.test(policy)) {
    return policy;
  }
  try {
    return decodeURIComponent(policy.trim());
  } catch {
    return policy;
  }
}

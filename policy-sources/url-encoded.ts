/**
 * A policy's text without the URL encoding in which IAM's API and AWS Config return it. Any other text stays as it is.
 *
 * Source: AWS IAM API, "Role"; awslabs/aws-config-resource-schema, AWS::IAM::Role (source code).
 */
export function withoutUrlEncoding(text: string): string {
  if (!/^\s*%7B/i.test(text)) {
    return text;
  }
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text;
  }
}

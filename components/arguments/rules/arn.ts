import type { Rule } from "../argument-rule";

/**
 * An ARN of IAM that names one resource.
 *
 * @param resourceType - What comes before the first slash of its resource part: `policy`, `oidc-provider`.
 */
export function iamArn(resourceType: string): Rule<string> {
  const pattern = new RegExp(`^arn:aws[a-z-]*:iam::(?:\\d{12}|aws):${resourceType}/[^\\s*?]+$`);
  const examples = [
    `arn:aws:iam::111122223333:${resourceType}/…`,
    // Those of AWS's own have no account.
    ...(resourceType === "policy" ? ["arn:aws:iam::aws:policy/ReadOnlyAccess"] : []),
  ].join(" or ");
  return (value) => (pattern.test(value) ? [] : [`must be an ARN such as ${examples}, without wildcards`]);
}

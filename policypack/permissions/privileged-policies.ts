/**
 * Managed policies of AWS's own that allow everything, or an action of the table of dangerous actions. A name that ends with `*` stands
 * for all that begin so.
 */
const privilegedManagedPolicies: readonly string[] = [
  "AdministratorAccess",
  "AdministratorAccess-*",
  "IAMFullAccess",
  "PowerUserAccess",
  "job-function/SystemAdministrator",
];

/**
 * The name of a managed policy of AWS's own that allows too much; `undefined` for any other.
 *
 * @param arn - ARN of a managed policy, of any partition.
 * @param forbidden - Further ARNs or names that are refused.
 */
export function privilegedManagedPolicy(arn: string, forbidden: readonly string[]): string | undefined {
  const [, name] = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const isNamed = (entry: string): boolean =>
    entry.endsWith("*") ? name?.startsWith(entry.slice(0, -1)) === true : entry === name;
  return forbidden.includes(arn) || privilegedManagedPolicies.some(isNamed) || forbidden.some(isNamed)
    ? (name ?? arn)
    : undefined;
}

import { isObject, itemsOf } from "../../trust";

/**
 * What a policy is that is no trust policy: what an identity may do, or who may use a resource. IAM refuses both as a
 * trust policy.
 *
 * Source: AWS IAM User Guide, "Identity-based policies and resource-based policies" and "IAM JSON policy elements:
 * Principal" (documented).
 *
 * @returns `undefined` if it may be a trust policy.
 */
export function otherPolicy(value: unknown): "permissions" | "resource" | undefined {
  const statements = statementsIn(value);
  if (statements.length === 0 || !statements.every(isObject)) {
    return undefined;
  }
  const has = (statement: unknown, ...names: readonly string[]): boolean =>
    isObject(statement) && Object.keys(statement).some((name) => names.includes(name.toLowerCase()));
  const isAboutResources = (statement: unknown): boolean => has(statement, "resource", "notresource");
  if (!statements.some((statement) => has(statement, "principal", "notprincipal"))) {
    return statements.some(isAboutResources) ? "permissions" : undefined;
  }
  return statements.every(isAboutResources) && !/AssumeRole|Federated/i.test(JSON.stringify(statements))
    ? "resource"
    : undefined;
}

/** The statements of a policy, of statements by themselves, or of all policies of a list. */
function statementsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => statementsIn(item));
  }
  if (typeof value === "string") {
    return statementsIn(parsed(value));
  }
  if (!isObject(value)) {
    return [value];
  }
  const named = Object.entries(value).find(([name]) => name.toLowerCase() === "statement");
  return named === undefined ? [value] : Array.isArray(named[1]) ? itemsOf(named[1]) : [named[1]];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Policies that are known again wherever a file holds them: by the `Sid` of their first statement. */
import type { JudgedRole } from "../../../cli/judged-files/judge-file";
import { isObject } from "../../../trust";

/** A policy of {@link import("../../unit/trust/properties/generated-policies").policy} with a label. */
export function labelled(policy: Record<string, unknown>, index: number): Record<string, unknown> {
  const [first, ...others] = [policy.Statement].flat();
  const statement = { Sid: labelOf(index), ...(first as object) };
  return { ...policy, Statement: Array.isArray(policy.Statement) ? [statement, ...others] : statement };
}

/** The roles whose policy has the label. */
export function rolesWith(index: number, roles: readonly JudgedRole[]): readonly JudgedRole[] {
  return roles.filter(({ document: { document } }) => {
    const policy = typeof document === "string" ? parsed(document) : document;
    const statement = isObject(policy) ? [policy.Statement].flat()[0] : undefined;
    return isObject(statement) && statement.Sid === labelOf(index);
  });
}

/** Short: the templates put functions in the place of longer texts. */
function labelOf(index: number): string {
  return `p${index}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

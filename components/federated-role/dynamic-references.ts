import { coded } from "../../messages";
import { isObject, joinPaths, memberPath } from "../../trust/text";
import type { ArgumentProblem } from "../arguments/argument-problem";

/** How a dynamic reference begins. Source: AWS, "Get values stored in other services using dynamic references". */
const BEGINNING = "{{resolve:";

const REFUSED = coded(
  "dynamic-reference",
  `must not contain ${BEGINNING}, which CloudFormation replaces with a value from elsewhere. Write the value itself`,
);

/**
 * Finds dynamic references in values that become part of a template. The value of one can change without the template,
 * and anyone who may write it decides what the template says.
 *
 * @param path - Where the value is in the arguments.
 */
export function dynamicReferenceProblems(value: unknown, path = ""): ArgumentProblem[] {
  if (typeof value === "string") {
    return isReferring(value) ? [{ path, ...REFUSED }] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => dynamicReferenceProblems(item, joinPaths(path, `[${index}]`)));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => {
        const own = memberPath(path, name);
        return isReferring(name) ? [{ path: own, ...REFUSED }] : dynamicReferenceProblems(member, own);
      })
    : [];
}

/** Whether a string has a dynamic reference, or is JSON that has one: escapes can hide it. */
function isReferring(text: string): boolean {
  return (
    text.includes(BEGINNING) || (text.includes("\\u") && dynamicReferenceProblems(parsed(text)).length > 0)
  );
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "string" ? undefined : value;
  } catch {
    return undefined;
  }
}

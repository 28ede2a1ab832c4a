import { isObject } from "../../../trust";
import type { PlannedResource } from "./planned-resources";
import { type Parameters, resolveValue, UNKNOWN } from "./policy-values";

/** Whether a condition holds; `undefined` if that is not known before the update. */
export type Truth = boolean | undefined;

/**
 * Evaluates the `if` of a policy rule for a resource that is to be created. What is not read here, such as `count` and most
 * functions, is not known, and stays so only as far as it decides.
 *
 * Source: Azure Policy, "Azure Policy definition structure policy rule" (logical operators, conditions, fields).
 */
export function evaluateCondition(
  condition: unknown,
  resource: PlannedResource,
  parameters: Parameters,
): Truth {
  if (!isObject(condition)) {
    return undefined;
  }
  const each = (conditions: unknown): readonly Truth[] =>
    Array.isArray(conditions)
      ? conditions.map((one) => evaluateCondition(one, resource, parameters))
      : [undefined];
  const members = new Map(Object.entries(condition).map(([name, value]) => [name.toLowerCase(), value]));
  if (members.has("allof")) {
    return all(each(members.get("allof")));
  }
  if (members.has("anyof")) {
    return not(all(each(members.get("anyof")).map(not)));
  }
  if (members.has("not")) {
    return not(evaluateCondition(members.get("not"), resource, parameters));
  }
  const left = members.has("field")
    ? fieldOf(resolveValue(members.get("field"), parameters), resource)
    : members.has("value")
      ? resolveValue(members.get("value"), parameters)
      : UNKNOWN;
  const [operator, operand] =
    [...members].find(([name]) => name in OPERATORS) ?? ([undefined, undefined] as const);
  const right = resolveValue(operand, parameters);
  if (operator === undefined || left === UNKNOWN || right === UNKNOWN) {
    return undefined;
  }
  return OPERATORS[operator]?.(left, right);
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) {
    return false;
  }
  return truths.includes(undefined) ? undefined : true;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

/** The value of a field of a resource: `undefined` if it has none, {@link UNKNOWN} if that is not known. */
function fieldOf(field: unknown, { type, location, tags, aliases }: PlannedResource): unknown {
  if (typeof field !== "string") {
    return UNKNOWN;
  }
  const name = field.toLowerCase();
  if (name === "type") {
    return type;
  }
  if (name === "location") {
    // A type without tags has no location either.
    return location ?? (tags === undefined ? undefined : UNKNOWN);
  }
  if (name === "tags") {
    return tags;
  }
  const [, dotted, bracketed] = /^tags(?:\.(.+)|\[\s*'?(.+?)'?\s*\])$/i.exec(field) ?? [];
  const tag = dotted ?? bracketed;
  if (tag !== undefined) {
    const found = Object.entries(tags ?? {}).find(([key]) => key.toLowerCase() === tag.toLowerCase());
    return found?.[1];
  }
  if (name in aliases) {
    return aliases[name];
  }
  // An alias of another type has no value; what this resource has under an alias of its own is not known.
  return name.includes("/") && !name.startsWith(`${type.toLowerCase()}/`) ? undefined : UNKNOWN;
}

/** Strings compare without case. */
function same(left: unknown, right: unknown): boolean {
  return left !== undefined && textOf(left) === textOf(right);
}

function textOf(value: unknown): string {
  return (typeof value === "string" ? value : String(JSON.stringify(value))).toLowerCase();
}

/** One `*` stands for any characters. */
function like(left: unknown, right: unknown): boolean {
  if (typeof left !== "string" || typeof right !== "string") {
    return false;
  }
  const parts = right.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "is").test(left);
}

function contains(left: unknown, right: unknown): boolean {
  return typeof left === "string" && typeof right === "string"
    ? left.toLowerCase().includes(right.toLowerCase())
    : Array.isArray(left) && left.some((item) => same(item, right));
}

function isIn(left: unknown, right: unknown): boolean {
  return Array.isArray(right) && right.some((item) => same(left, item));
}

function hasKey(left: unknown, right: unknown): boolean {
  return isObject(left) && Object.keys(left).some((key) => same(key, right));
}

/** The operators that are read, by their names in lower case. */
const OPERATORS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  equals: same,
  notequals: (left, right) => !same(left, right),
  like,
  notlike: (left, right) => !like(left, right),
  in: isIn,
  notin: (left, right) => !isIn(left, right),
  contains,
  notcontains: (left, right) => !contains(left, right),
  containskey: hasKey,
  notcontainskey: (left, right) => !hasKey(left, right),
  exists: (left, right) => (left !== undefined && left !== "") === same(true, right),
};

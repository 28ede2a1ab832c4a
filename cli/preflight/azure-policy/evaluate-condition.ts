/** Decides for the check of Azure Policy whether a policy rule applies to a planned resource. */
import { isObject } from "../../../trust";
import { ALL_TAGS, alterationOf, fieldName, isForeignAlias, tagOf } from "./altered-fields";
import type { PlannedResource } from "./planned-resources";
import { type Parameters, resolveValue, UNKNOWN } from "./policy-values";

/** Whether a condition holds; `undefined` if that is not known before the update. */
export type Truth = boolean | undefined;

/** A field that has a value, which is not known: a policy changes it before. */
const SOMETHING = Symbol("something");

/** A field that only other types have. What Azure makes of it is not documented. */
const FOREIGN = Symbol("foreign");

/** Whether policies of a mode look at a resource. Other modes are about what runs inside of a cluster or a vault. */
export function isLookedAt(mode: string, { isIndexed }: PlannedResource): boolean {
  return mode.toLowerCase() === "all" || (mode.toLowerCase() === "indexed" && isIndexed);
}

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
  return evaluate(condition, { resource, parameters, isNegated: false });
}

interface Context {
  readonly resource: PlannedResource;
  readonly parameters: Parameters;
  /** Whether an odd number of `not` is around. */
  readonly isNegated: boolean;
}

function evaluate(condition: unknown, context: Context): Truth {
  if (!isObject(condition)) {
    return undefined;
  }
  const each = (conditions: unknown): readonly Truth[] =>
    Array.isArray(conditions) ? conditions.map((one) => evaluate(one, context)) : [undefined];
  const members = new Map(Object.entries(condition).map(([name, value]) => [name.toLowerCase(), value]));
  if (members.has("allof")) {
    return all(each(members.get("allof")));
  }
  if (members.has("anyof")) {
    return not(all(each(members.get("anyof")).map(not)));
  }
  if (members.has("not")) {
    return not(evaluate(members.get("not"), { ...context, isNegated: !context.isNegated }));
  }
  return evaluateLeaf(members, context);
}

function evaluateLeaf(
  members: ReadonlyMap<string, unknown>,
  { resource, parameters, isNegated }: Context,
): Truth {
  const field = members.has("field") ? resolveValue(members.get("field"), parameters) : undefined;
  const left = members.has("field")
    ? fieldOf(field, resource)
    : members.has("value")
      ? resolveValue(members.get("value"), parameters)
      : UNKNOWN;
  const [operator, operand] =
    [...members].find(([name]) => Object.hasOwn(OPERATORS, name)) ?? ([undefined, undefined] as const);
  const right = resolveValue(operand, parameters);
  if (operator === undefined || left === UNKNOWN || right === UNKNOWN) {
    return undefined;
  }
  if (left === SOMETHING) {
    return operator === "exists" ? same(true, right) : undefined;
  }
  // Whether a tag without text exists is not documented.
  if (left === "" && operator === "exists") {
    return undefined;
  }
  const isRegion = typeof field === "string" && field.toLowerCase() === "location";
  const truth = OPERATORS[operator]?.(
    left === FOREIGN ? undefined : left,
    isRegion ? regionIn(right) : right,
  );
  // A resource is not denied for what it cannot have, unless somebody documents that.
  return left === FOREIGN && truth !== isNegated ? undefined : truth;
}

/** Regions compare in any spelling: `East US 2` is `eastus2`. Source: the same page (fields). */
function regionIn(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(regionIn);
  }
  return typeof value === "string" ? value.replaceAll(" ", "") : value;
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
function fieldOf(field: unknown, resource: PlannedResource): unknown {
  if (typeof field !== "string") {
    return UNKNOWN;
  }
  const value = plannedValue(field, resource);
  const alteration = alterationOf(fieldName(field), resource.altered ?? new Map());
  if (alteration === undefined || value === UNKNOWN || value === FOREIGN) {
    return value;
  }
  return alteration === "set" && value !== undefined ? SOMETHING : UNKNOWN;
}

/**
 * What the request has at a field: `undefined` if nothing, {@link UNKNOWN} if that is not known, and neither for an alias of
 * another type.
 */
export function plannedValue(
  field: string,
  { type, location, tags, hasUnknownTags = false, aliases }: PlannedResource,
): unknown {
  const name = field.toLowerCase();
  if (name === "type") {
    return type;
  }
  if (name === "location") {
    // A type without tags has no location either.
    return location ?? (tags === undefined ? undefined : UNKNOWN);
  }
  const tag = tagOf(field);
  if (hasUnknownTags && (name === ALL_TAGS || tag !== undefined)) {
    return UNKNOWN;
  }
  if (name === ALL_TAGS) {
    // Without a tag, the request has no such member.
    return Object.keys(tags ?? {}).length === 0 ? undefined : tags;
  }
  if (tag !== undefined) {
    const found = Object.entries(tags ?? {}).find(([key]) => key.toLowerCase() === tag.toLowerCase());
    return found?.[1];
  }
  if (Object.hasOwn(aliases, name)) {
    return aliases[name];
  }
  return isForeignAlias(name, type) ? FOREIGN : UNKNOWN;
}

/** Strings compare without case. */
function same(left: unknown, right: unknown): boolean {
  return left !== undefined && textOf(left) === textOf(right);
}

/** Nothing is the text of an undefined value. */
function textOf(value: unknown): string | undefined {
  const text = typeof value === "string" ? value : (JSON.stringify(value) as string | undefined);
  return text?.toLowerCase();
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
  exists: (left, right) => (left !== undefined) === same(true, right),
};

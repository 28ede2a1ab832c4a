import { hasMark, isObject, unknownMark } from "../../trust";

/** Stands for a value, or a part of one, that is not known before the update. */
export const UNKNOWN: unique symbol = Symbol("not known before the update");

/**
 * Whether an error is what the engine's view of a resource throws where a rule reads a value that is not known before
 * the update. Its members identify it, so that rules work without the engine's SDK.
 */
function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/**
 * Reads a property of the engine's view of a resource as a plain value, with {@link UNKNOWN} in the place of each part
 * that is not known.
 */
export function readProperty(
  container: Readonly<Record<string | number, unknown>>,
  key: string | number,
): unknown {
  let value: unknown;
  const { stackTraceLimit } = Error;
  try {
    // Nobody looks at the trace of an error that only says that a value is unknown, and in a preview there are many.
    Error.stackTraceLimit = 0;
    value = container[key];
  } catch (error) {
    if (isUnknownValueError(error)) {
      return UNKNOWN;
    }
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return Array.from({ length: list.length }, (_, index) => readProperty(list as never, index));
  }
  const object = value as Record<string, unknown>;
  return Object.fromEntries(Object.keys(object).map((name) => [name, readProperty(object, name)]));
}

/**
 * The properties behind the engine's view of a resource, with its placeholders for what is not known. Reading them
 * throws nothing and costs little.
 */
export function rawProperties(view: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  // The name under which `@pulumi/policy` gives away what its proxy is for; other objects have no such member.
  const { __getSpecialProxyTarget: target } = view;
  return isObject(target) ? target : view;
}

/** Whether a value, or a part of it, is not known. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return value === UNKNOWN;
  }
  return Object.values(value).some(hasUnknown);
}

/** A value in JSON for messages; "nothing" where there is none. */
export function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

const NOT_KNOWN_YET = unknownMark("a value that is not known yet");

/**
 * A value with a mark in place of each part that is not known yet. A program could write the characters of a mark itself
 * to pass for unknown, so others take their place. IAM accepts neither.
 */
export function marked<T>(value: T): T;
export function marked(value: unknown): unknown {
  if (value === UNKNOWN) {
    return NOT_KNOWN_YET;
  }
  return typeof value === "string" ? value.replace(/[\uE000\uE001]/g, "\uFFFD") : mapped(value, marked);
}

/** A value with `UNKNOWN` in place of each string that has a mark. */
export function withoutMarks<T>(value: T): T;
export function withoutMarks(value: unknown): unknown {
  return hasMark(value) ? UNKNOWN : mapped(value, withoutMarks);
}

function mapped(value: unknown, map: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => map(item));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, map(member)]))
    : value;
}

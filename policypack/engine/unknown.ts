import { withoutForgedMarks } from "../../policy-sources";
import { hasMark, isObject, stringsIn, unknownMark } from "../../trust";

/** The mark for a value that the update reveals. */
const NOT_KNOWN_YET = unknownMark("a value that is not known yet");

/**
 * Whether an error is what the engine's view of a resource throws where a rule reads a value that is not known before
 * the update. Its members identify it, so that rules work without the engine's SDK.
 */
function isUnknownValueError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/**
 * Reads a property of the engine's view of a resource as a plain value, with a mark in the place of each part that is not known. A
 * program cannot write a mark itself.
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
      return NOT_KNOWN_YET;
    }
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  if (typeof value === "string") {
    return withoutForgedMarks(value);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return Array.from({ length: list.length }, (_, index) => readProperty(list as never, index));
  }
  const object = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(object).map((name) => [withoutForgedMarks(name), readProperty(object, name)]),
  );
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

/** The strings among a value or a list of values that are wholly known. */
export function knownStrings(value: unknown): string[] {
  return stringsIn(value).filter((text) => !hasMark(text));
}

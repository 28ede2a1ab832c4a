import { hasMark, unknownMark } from "azure-to-aws-federation/trust";
import { isObject } from "../engine/seen-resource";
import { UNKNOWN } from "../engine/unknown";

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

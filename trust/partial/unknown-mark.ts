import { matchesWildcards } from "../policy/wildcards";
import { isObject } from "../text/json-values";

/** Characters of the private use area: IAM takes none of them, so no policy has them. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
/** Between the two is the expression in hexadecimal digits: no quote or backslash can break a JSON text around it. */
const MARK = /\uE000([0-9a-f]*)\uE001/g;

/**
 * A mark for a part of a policy that is unknown: a template's parameter, a value that is computed later, a secret.
 * Equal expressions have equal marks.
 *
 * @param expression - What the part is, for messages: `Ref PrincipalId`.
 */
export function unknownMark(expression: string): string {
  return OPEN + Buffer.from(expression).toString("hex") + CLOSE;
}

/** The expressions of all marks in a value, each once. */
export function unknownExpressions(value: unknown): string[] {
  const marks = JSON.stringify(value ?? null).matchAll(MARK);
  return [...new Set([...marks].map(([, digits = ""]) => expressionOf(digits)))];
}

/** Whether a value is a string with a mark in it. */
export function hasMark(value: unknown): value is string {
  return typeof value === "string" && value.includes(OPEN);
}

/** Whether any string in a value has a mark, member names included. */
export function hasMarks(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return hasMark(value);
  }
  return Array.isArray(value)
    ? value.some(hasMarks)
    : Object.entries(value).some(([name, member]) => hasMark(name) || hasMarks(member));
}

/** Whether a value is an object, and the name of a member of it has a mark. */
export function hasUnknownName(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some(hasMark);
}

/** Whether nothing of a value is known: it is a mark and nothing else. */
export function isMark(value: unknown): value is string {
  return hasMark(value) && value.replace(MARK, "") === "";
}

/** What a string begins with, up to its first mark. */
export function knownStart(text: string): string {
  return text.split(OPEN, 1)[0] ?? "";
}

/** A string with something in place of each mark. */
export function replaceMarks(text: string, replacement: () => string): string {
  return text.replace(MARK, replacement);
}

/** Whether a string with marks could turn out to be another one. */
export function couldBe(marked: string, text: string): boolean {
  return matchesWildcards(
    replaceMarks(marked, () => "*"),
    text,
  );
}

/** A value with the expression in place of each mark: `<Ref PrincipalId>`. */
export function describeMarks<T>(value: T): T;
export function describeMarks(value: unknown): unknown {
  if (typeof value === "string") {
    return value.replace(MARK, (_, digits: string) => shownMark(expressionOf(digits)));
  }
  if (Array.isArray(value)) {
    return value.map((item) => describeMarks<unknown>(item));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, member]) => [describeMarks(name), describeMarks(member)]),
      )
    : value;
}

/** How messages show an unknown part. */
export function shownMark(expression: string): string {
  return /^<.*>$/.test(expression) ? expression : `<${expression}>`;
}

function expressionOf(digits: string): string {
  return Buffer.from(digits, "hex").toString();
}

/**
 * A provider's ARN with some account and partition where it has marks for them. A partition opens and closes nothing. Another
 * account than the role's lets nobody in.
 */
export function withAccount(arn: string, ownAccount = "000000000000"): string {
  const [prefix, partition = "", service, region, account = "", ...name] = arn.split(":");
  return prefix === "arn" && name.length > 0
    ? [
        prefix,
        hasMark(partition) ? "aws" : partition,
        service,
        region,
        hasMark(account) ? ownAccount : account,
        ...name,
      ].join(":")
    : arn;
}

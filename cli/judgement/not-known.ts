import { isObject } from "../../trust/json-object";

/** Characters of the private use area: IAM takes none of them, so no policy has them. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARK = /\uE000(\d+)\uE001/g;
const STAND_IN = /not-known-(\d+)-value/g;

/**
 * Keeps account of what a file leaves open: parameters of a template, values that a plan computes later, secrets. In
 * the policies that are read from the file a mark stands in each such place; the same expression has the same mark.
 */
export class NotKnown {
  private readonly expressions: string[] = [];

  /** The mark for an expression, e.g. `Ref PrincipalId`. */
  mark(expression: string): string {
    let index = this.expressions.indexOf(expression);
    if (index < 0) {
      index = this.expressions.push(expression) - 1;
    }
    return `${OPEN}${index}${CLOSE}`;
  }

  /** The expressions whose marks a value holds anywhere; for a mark that the file itself has, that IAM takes none. */
  expressionsIn(value: unknown): string[] {
    const indices = [...JSON.stringify(value).matchAll(MARK)].map(([, index]) => Number(index));
    return [...new Set(indices)].map((index) => this.expression(index));
  }

  /** The words for marks and for what {@link standIn} made of them: `<Ref PrincipalId>`. */
  describe(text: string): string {
    return text
      .replace(MARK, (_, index) => `<${this.expression(Number(index))}>`)
      .replace(STAND_IN, (_, index) => `<${this.expression(Number(index))}>`);
  }

  /** A value with the words for marks in every text of it, names of members included. */
  describeIn<T>(value: T): T;
  describeIn(value: unknown): unknown {
    if (typeof value === "string") {
      return this.describe(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.describeIn<unknown>(item));
    }
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, item]) => [this.describe(name), this.describeIn(item)]),
        )
      : value;
  }

  private expression(index: number): string {
    return this.expressions[index] ?? "a character that IAM does not take";
  }
}

/** Whether a value is a text with a mark in it. */
export function hasMark(value: unknown): value is string {
  return typeof value === "string" && value.includes(OPEN);
}

/** Whether a value is not known at all: a mark and nothing else. */
export function isMark(value: unknown): value is string {
  return hasMark(value) && value.replace(MARK, "") === "";
}

/** A text with an ordinary word in place of each mark. */
export function standIn(text: string): string {
  return replaceMarks(text, (index) => `not-known-${index}-value`);
}

/** A text with something in place of each mark. */
export function replaceMarks(text: string, replacement: (index: string) => string): string {
  return text.replace(MARK, (_, index: string) => replacement(index));
}

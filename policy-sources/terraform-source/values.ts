import { OPEN_VALUES } from "../../messages/judged-files";
import { hasMarks, isMark, isObject, unknownMark } from "../../trust";

/** An expression that fails in Terraform, whatever the unknown values are. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

/** A set: the key of each of its items is the item. */
export class TerraformSet extends Array<unknown> {}

/** The set of some values; strings sorted, as Terraform goes through them. */
export function setOf(values: readonly unknown[]): TerraformSet {
  const distinct = values.filter(
    (value, index) => values.findIndex((other) => areEqual(value, other)) === index,
  );
  const isTexts = distinct.every((value) => typeof value === "string");
  const set = new TerraformSet();
  set.push(...(isTexts ? distinct.sort() : distinct));
  return set;
}

/** A resource or data source: attributes of which some are known. */
export class ResourceValue {
  /**
   * @param address - Its name, for marks.
   * @param read - Gives an attribute; `undefined` if it is unknown.
   */
  constructor(
    readonly address: string,
    private readonly read: (attribute: string) => Promise<unknown>,
  ) {}

  /** An attribute, a mark if it is unknown. */
  async attribute(name: string): Promise<unknown> {
    return (await this.read(name)) ?? unknownMark(`${this.address}.${name}`);
  }
}

/** The instances of a block with `count` or `for_each`. */
export class Instances {
  /**
   * @param address - The block's name, for marks.
   * @param one - Gives the instance of a key; `undefined` if there is certainly none.
   * @param all - All of them as Terraform has them: a list or a map; `undefined` if the keys are unknown.
   */
  constructor(
    readonly address: string,
    readonly one: (key: string | number) => unknown,
    readonly all: readonly unknown[] | Readonly<Record<string, unknown>> | undefined,
  ) {}
}

/**
 * A part of a value: an item, a member, an attribute.
 *
 * @param text - The whole expression, for marks.
 * @throws {EvaluationError} If there is no such part.
 */
export async function partOf(value: unknown, key: unknown, text: string): Promise<unknown> {
  if (value instanceof ResourceValue) {
    return typeof key === "string" && !hasMarks(key) ? value.attribute(key) : unknownMark(text);
  }
  if (value instanceof Instances) {
    const instance = value.one(isKey(key) ? key : text);
    if (instance !== undefined) {
      return instance;
    }
    throw new EvaluationError(`${text} does not exist`);
  }
  if (isMark(value) || hasMarks(key)) {
    return unknownMark(text);
  }
  if (Array.isArray(value)) {
    const index = typeof key === "string" && /^\d+$/.test(key) ? Number(key) : key;
    if (typeof index === "number" && index in value) {
      return value[index] as unknown;
    }
  } else if (isObject(value) && isKey(key) && Object.hasOwn(value, String(key))) {
    return value[String(key)];
  }
  throw new EvaluationError(`${text} does not exist`);
}

function isKey(key: unknown): key is string | number {
  return (typeof key === "string" && !hasMarks(key)) || typeof key === "number";
}

/** A value without resources, which nobody but references can use: a mark replaces each. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Instances && value.all !== undefined) {
    return plainValue(value.all);
  }
  if (value instanceof ResourceValue || value instanceof Instances) {
    return unknownMark(value.address);
  }
  if (Array.isArray(value)) {
    return value.map(plainValue);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]))
    : value;
}

/** How many values a result can hold. What multiplies itself in each step is no policy. */
const LARGEST = 20_000;
/** How long a string can become. IAM's trust policies have at most 4,096 characters. */
export const LONGEST_TEXT = 400_000;

/** A value, or a mark if it is too large to be of use. */
export function limited(value: unknown): unknown {
  let left = LARGEST;
  const isSmall = (part: unknown): boolean => {
    left -= typeof part === "string" ? 1 + part.length / 100 : 1;
    if (left < 0) {
      return false;
    }
    if (Array.isArray(part)) {
      return part.every(isSmall);
    }
    return part instanceof ResourceValue || part instanceof Instances || !isObject(part)
      ? true
      : Object.values(part).every(isSmall);
  };
  return isSmall(value) ? value : unknownMark(OPEN_VALUES.tooLarge());
}

/** How Terraform converts a value to a string; `undefined` if it does not, or that is not known here. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number") {
    const text = String(value);
    return Number.isInteger(value) && !Number.isSafeInteger(value)
      ? undefined
      : text.includes("e")
        ? undefined
        : text;
  }
  return typeof value === "string" ? value : typeof value === "boolean" ? String(value) : undefined;
}

/** Whether two known values are equal in Terraform: types count. */
export function areEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => areEqual(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && areEqual(one[name], other[name]))
    );
  }
  return one === other;
}

/** Names and values in the order in which Terraform goes through a collection; `undefined` if it is none. */
export function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] | undefined {
  if (Array.isArray(value)) {
    const items = [...(value as unknown[])];
    // The items of other sets than those of strings are not looked up by key.
    return items.map((item, index) => [
      value instanceof TerraformSet ? (textOf(item) ?? index) : index,
      item,
    ]);
  }
  return isObject(value) ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : undefined;
}

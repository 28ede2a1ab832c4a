import { hasMarks, isMark } from "../../trust";
import { entriesOf } from "./values";

/** One instance of a block with `count` or `for_each`. */
export interface Instance {
  /** How the instance differs in its address: `["a"]`, or nothing. */
  readonly suffix: string;
  readonly names: readonly (readonly [string, unknown])[];
}

/** A block is not taken apart into more instances. */
const MOST_INSTANCES = 50;

/** A block without `count` and `for_each`, or any of its instances. */
export const ANY: Instance = { suffix: "", names: [] };

/** The instances that a value of `for_each` gives; `undefined` if they are unknown, or too many. */
export function instancesForEach(value: unknown): readonly Instance[] | undefined {
  const isOpen =
    isMark(value) ||
    (Array.isArray(value) && !value.every((item) => typeof item === "string" && !hasMarks(item)));
  const entries = isOpen ? undefined : entriesOf(value);
  return entries === undefined || entries.length > MOST_INSTANCES
    ? undefined
    : entries.map(([name, item]) => instanceOf(Array.isArray(value) ? String(item) : String(name), item));
}

/** The instances that a value of `count` gives; `undefined` if they are unknown, or too many. */
export function instancesOfCount(value: unknown): readonly Instance[] | undefined {
  const count = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return Number.isInteger(count) && count >= 0 && count <= MOST_INSTANCES
    ? Array.from({ length: count }, (_, index) => instanceOf(index))
    : undefined;
}

/** The instance with a key. */
export function instanceOf(key: string | number, value?: unknown): Instance {
  return typeof key === "number"
    ? { suffix: `[${key}]`, names: [["count", { index: key }]] }
    : { suffix: `["${key}"]`, names: [["each", { key, value }]] };
}

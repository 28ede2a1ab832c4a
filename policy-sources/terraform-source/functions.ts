import { hasMarks, isMark, isObject } from "../../trust";
import {
  allMatches,
  firstMatch,
  formatText,
  isAscii,
  replaceText,
  substring,
  trimmed,
} from "./text-functions";
import { areEqual, entriesOf, EvaluationError, setOf, textOf } from "./values";

type Call = (...args: unknown[]) => unknown;

/** Calls a function only if all of its arguments are strings. */
function ofTexts(count: number, call: (...texts: string[]) => unknown): Call {
  return (...args) =>
    args.length === count && args.every((arg) => typeof arg === "string") ? call(...args) : undefined;
}

/** The same for one list. */
function ofList(call: (list: readonly unknown[]) => unknown): Call {
  return (list, ...others) =>
    Array.isArray(list) && others.length === 0 ? call([...(list as unknown[])]) : undefined;
}

function texts(list: unknown): readonly string[] | undefined {
  return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : undefined;
}

function distinct(list: readonly unknown[]): unknown[] {
  return list.filter((item, index) => list.findIndex((other) => areEqual(item, other)) === index);
}

/** Functions of which every argument is known: without marks, also inside. Each returns `undefined` if it does not understand them. */
const OF_KNOWN: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["replace", ofTexts(3, replaceText)],
  [
    "trimprefix",
    ofTexts(2, (text = "", part = "") => (text.startsWith(part) ? text.slice(part.length) : text)),
  ],
  [
    "trimsuffix",
    ofTexts(2, (text = "", part = "") =>
      text.endsWith(part) ? text.slice(0, text.length - part.length) : text,
    ),
  ],
  ["trim", ofTexts(2, trimmed)],
  ["trimspace", ofTexts(1, (text = "") => text.trim())],
  ["chomp", ofTexts(1, (text = "") => text.replace(/[\r\n]+$/, ""))],
  ["lower", ofTexts(1, (text = "") => (isAscii(text) ? text.toLowerCase() : undefined))],
  ["upper", ofTexts(1, (text = "") => (isAscii(text) ? text.toUpperCase() : undefined))],
  ["split", ofTexts(2, (by = "", text = "") => (by === "" ? undefined : text.split(by)))],
  ["startswith", ofTexts(2, (text = "", part = "") => text.startsWith(part))],
  ["endswith", ofTexts(2, (text = "", part = "") => text.endsWith(part))],
  ["strcontains", ofTexts(2, (text = "", part = "") => text.includes(part))],
  [
    "substr",
    (text, start, length) =>
      typeof text === "string" && typeof start === "number" && typeof length === "number"
        ? substring(text, start, length)
        : undefined,
  ],
  [
    "regex",
    ofTexts(2, (pattern = "", text = "") => {
      const found = firstMatch(pattern, text);
      if (found === null) {
        throw new EvaluationError("the pattern does not match");
      }
      return found;
    }),
  ],
  ["regexall", ofTexts(2, allMatches)],
  ["jsondecode", ofTexts(1, (text = "") => decoded(text))],
  [
    "tonumber",
    (value) =>
      typeof value === "number"
        ? value
        : typeof value === "string" && /^-?\d{1,15}$/.test(value)
          ? Number(value)
          : undefined,
  ],
  [
    "tobool",
    (value) =>
      typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : undefined,
  ],
  ["distinct", ofList(distinct)],
  [
    "sort",
    (list) => {
      const items = texts(list);
      return items === undefined ? undefined : [...items].sort(byCode);
    },
  ],
  [
    "contains",
    (list, value) => (Array.isArray(list) ? list.some((item) => areEqual(item, value)) : undefined),
  ],
  [
    "index",
    (list, value) => {
      const at = Array.isArray(list) ? list.findIndex((item) => areEqual(item, value)) : -2;
      if (at === -1) {
        throw new EvaluationError("the list does not have the value");
      }
      return at < 0 ? undefined : at;
    },
  ],
  ["compact", ofList((list) => list.filter((item) => item !== "" && item !== null))],
  ["alltrue", ofList((list) => list.every((item) => item === true || item === "true"))],
  ["anytrue", ofList((list) => list.some((item) => item === true || item === "true"))],
  [
    "range",
    (end, ...others) =>
      typeof end === "number" && others.length === 0 && end >= 0 && end <= 1024
        ? Array.from({ length: Math.ceil(end) }, (_, index) => index)
        : undefined,
  ],
  ["max", (...args) => (args.every((arg) => typeof arg === "number") ? Math.max(...args) : undefined)],
  ["min", (...args) => (args.every((arg) => typeof arg === "number") ? Math.min(...args) : undefined)],
  [
    "zipmap",
    (names, values) => {
      const own = texts(names);
      return own !== undefined && Array.isArray(values) && own.length === values.length
        ? Object.fromEntries(own.map((name, index) => [name, values[index] as unknown]))
        : undefined;
    },
  ],
  ["setunion", (...lists) => (lists.every(Array.isArray) ? setOf(lists.flat()) : undefined)],
  ["coalesce", (...args) => firstOf(args)],
  [
    "toset",
    ofList((list) => {
      const items = unified(list);
      return items && setOf(items);
    }),
  ],
]);

/**
 * Functions whose arguments may have unknown parts: they move values, and look at none that could be unknown. An unknown
 * whole argument is a mark.
 */
const OF_PARTS: ReadonlyMap<string, Call> = new Map<string, Call>([
  // An unknown value stays in its place within the JSON text.
  ["jsonencode", (value) => (isMark(value) ? undefined : encoded(value))],
  [
    "join",
    (separator, list) => {
      const items = Array.isArray(list) ? list.map(textOf) : undefined;
      return typeof separator === "string" && items?.every((item) => item !== undefined) === true
        ? items.join(separator)
        : undefined;
    },
  ],
  [
    "format",
    (pattern, ...values) =>
      typeof pattern === "string" && !hasMarks(pattern) ? formatText(pattern, values) : undefined,
  ],
  ["formatlist", (pattern, ...values) => formatList(pattern, values)],
  ["concat", (...lists) => (lists.every(Array.isArray) ? lists.flat() : undefined)],
  ["flatten", ofList((list) => flattened(list))],
  ["tostring", (value) => (value === null ? null : isMark(value) ? undefined : textOf(value))],
  ["tolist", ofList((list) => unified(list))],
  ["toset", ofList((list) => (list.length < 2 ? setOf(list) : undefined))],
  [
    "tomap",
    (value) => {
      const items = isObject(value) ? unified(Object.values(value)) : undefined;
      return (
        items && Object.fromEntries(Object.keys(value as object).map((name, index) => [name, items[index]]))
      );
    },
  ],
  [
    "merge",
    (...values) =>
      values.every((value) => isObject(value) || value === null)
        ? Object.fromEntries(values.flatMap((value) => Object.entries(value ?? {})))
        : undefined,
  ],
  [
    "lookup",
    (map, name, ...fallback) => {
      if (!isObject(map) || typeof name !== "string" || hasMarks(name)) {
        return undefined;
      }
      if (!Object.hasOwn(map, name) && fallback.length === 0) {
        throw new EvaluationError(`the map has no ${name}`);
      }
      return Object.hasOwn(map, name) ? map[name] : fallback[0];
    },
  ],
  [
    "element",
    (list, at) => {
      if (!Array.isArray(list) || typeof at !== "number" || at < 0) {
        return undefined;
      }
      if (list.length === 0) {
        throw new EvaluationError("the list is empty");
      }
      return list[at % list.length] as unknown;
    },
  ],
  [
    "slice",
    (list, from, to) =>
      Array.isArray(list) && typeof from === "number" && typeof to === "number" && to <= list.length
        ? [...(list as unknown[])].slice(from, to)
        : undefined,
  ],
  [
    "length",
    (value) =>
      typeof value === "string" ? (isAscii(value) ? value.length : undefined) : entriesOf(value)?.length,
  ],
  ["keys", (map) => (isObject(map) ? Object.keys(map).sort(byCode) : undefined)],
  ["values", (map) => (isObject(map) ? entriesOf(map)?.map(([, member]) => member) : undefined)],
  ["reverse", ofList((list) => [...list].reverse())],
  [
    "one",
    ofList((list) => {
      if (list.length > 1) {
        throw new EvaluationError("the list has more than one item");
      }
      return list[0] ?? null;
    }),
  ],
  [
    "coalesce",
    (...args) => {
      const first = firstOf(args);
      return isMark(first) ? undefined : first;
    },
  ],
  [
    "coalescelist",
    (...lists) => (lists.every(Array.isArray) ? lists.find((list) => list.length > 0) : undefined),
  ],
  [
    "setproduct",
    (...lists) =>
      lists.every(Array.isArray) && lists.reduce((product, { length }) => product * length, 1) <= 1000
        ? lists.reduce<unknown[][]>(
            (rows, list) => rows.flatMap((row) => list.map((item: unknown) => [...row, item])),
            [[]],
          )
        : undefined,
  ],
  // Whether a value is secret does not change it.
  ["sensitive", (value) => value],
  ["nonsensitive", (value) => value],
]);

/**
 * The result of a function; `undefined` if it is unknown.
 *
 * Source: HashiCorp, "Terraform functions".
 *
 * @param callOfTexts - Calls a function of texts with unknown parts whose form is known.
 * @throws {EvaluationError} If Terraform would report an error.
 */
export function callFunction(
  qualified: string,
  args: readonly unknown[],
  callOfTexts: (args: readonly unknown[], run: (args: readonly unknown[]) => unknown) => unknown,
): unknown {
  const name = qualified.replace(/^core::/, "");
  const call = OF_PARTS.get(name);
  const result = call?.(...args);
  const ofKnown = OF_KNOWN.get(name);
  if (result !== undefined || ofKnown === undefined) {
    return result;
  }
  return hasMarks(args) ? callOfTexts(args, (given) => ofKnown(...given)) : ofKnown(...args);
}

/** JSON as Terraform writes it: with sorted names, and with three characters escaped. */
function encoded(value: unknown): string {
  const sorted = (_: string, part: unknown): unknown =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byCode(a, b))) : part;
  return JSON.stringify(value, sorted).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The first that is neither null nor empty, as a string. */
function firstOf(args: readonly unknown[]): string | undefined {
  return textOf(args.find((arg) => arg !== null && arg !== ""));
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new EvaluationError("the text is not JSON");
  }
}

/** Sorts as Terraform does: by the bytes, which for these texts is the order of the units. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The items of a list as one type: strings, as soon as one is a string. */
function unified(list: readonly unknown[]): readonly unknown[] | undefined {
  const isMixed =
    list.some((item) => typeof item === "string") &&
    !list.every((item) => typeof item === "string" || item === null);
  const items = isMixed ? list.map((item) => (item === null ? null : textOf(item))) : list;
  return items.includes(undefined) ? undefined : items;
}

function flattened(list: readonly unknown[]): unknown[] | undefined {
  const parts = list.map((item) =>
    Array.isArray(item) ? flattened(item) : isMark(item) ? undefined : [item],
  );
  return parts.includes(undefined) ? undefined : parts.flat();
}

function formatList(pattern: unknown, values: readonly unknown[]): unknown[] | undefined {
  const lists = values.filter((value): value is unknown[] => Array.isArray(value));
  const length = lists[0]?.length;
  if (typeof pattern !== "string" || hasMarks(pattern) || values.some(isMark) || length === undefined) {
    return undefined;
  }
  const lines = Array.from({ length }, (_, index) =>
    formatText(
      pattern,
      values.map((value) => (Array.isArray(value) ? (value[index] as unknown) : value)),
    ),
  );
  return lines.includes(undefined) || lists.some((list) => list.length !== length) ? undefined : lines;
}

import { OPEN_VALUES } from "../../messages/judged-files";
import { hasMark, hasMarks, isMark, isObject, unknownExpressions, unknownMark } from "../../trust";
import type { Expression } from "./hcl";
import { entriesOf, plainValue, textOf } from "./values";

/**
 * The chosen result of a conditional: both have one type, so a number next to a string becomes a string. `undefined` if that
 * is not clear.
 */
export function typed(value: unknown, other: unknown): unknown {
  const isText = (one: unknown): boolean => typeof one === "string" && !isMark(one);
  if (typeof value === "number" || typeof value === "boolean") {
    return isText(other)
      ? textOf(value)
      : typeof other === typeof value || other === null
        ? value
        : undefined;
  }
  const own = plainValue(value);
  const isEmpty = other !== null && entriesOf(other)?.length === 0 && !hasTexts(own);
  return !hasScalars(own) || other === null || isEmpty || sameShape(own, other) ? value : undefined;
}

/** Whether a list or an object holds numbers or truth values, which may have to become strings. */
function hasScalars(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some(hasScalars)
    : typeof value === "number" || typeof value === "boolean";
}

function hasTexts(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some(hasTexts)
    : typeof value === "string";
}

/** Whether two values have the same types in the same places. */
function sameShape(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameShape(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    return (
      Object.keys(one).length === Object.keys(other).length &&
      Object.keys(one).every((name) => Object.hasOwn(other, name) && sameShape(one[name], other[name]))
    );
  }
  return typeof one === typeof other && (one === null) === (other === null) && !hasMark(other);
}

export function grouped(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const names = [...new Set(entries.map(([name]) => name))];
  return objectOf(
    names.map((name) => [name, entries.filter(([own]) => own === name).map(([, value]) => value)]),
  );
}

/** An object; a mark if a name is not known to be a string, or comes twice. */
export function objectOf(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const names = entries.map(([name]) => (typeof name === "number" ? String(name) : name));
  if (!names.every((name) => typeof name === "string")) {
    return unknownMark(OPEN_VALUES.objectNames());
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined
    ? Object.fromEntries(entries.map(([, member], index) => [names[index] ?? "", member]))
    : unknownMark(OPEN_VALUES.nameTwice(hasMarks(twice) ? undefined : twice));
}

export function isLiteral({ type, meta }: Expression): boolean {
  return type === "literalValue" && meta?.type === "string";
}

export function literal(meta: Expression["meta"]): unknown {
  const text = String(meta?.value);
  switch (meta?.type) {
    case "number":
      return textOf(Number(text)) === undefined ? unknownMark(text) : Number(text);
    case "bool":
      return text === "true";
    case "dynamic":
      return null;
    default:
      return unknownMark(text);
  }
}

export function partsOf(traversal: unknown): string[] {
  return Array.isArray(traversal)
    ? traversal
        .map((part) => (isObject(part) ? String(part.segment) : ""))
        .map((part) => part.replace(/^"([^]*)"$/, "$1"))
    : [];
}

/** How many characters of an expression a message has. */
const LONGEST_SHOWN = 60;

/** References to what a module may not know. */
const REFERENCES = /\b(var|data|module|each|terraform)(\.[\w-]+)+/g;

/**
 * An expression on one line, cut.
 *
 * @param causes - Values with the marks that make it unknown: what they refer to is named.
 */
export function shown(text: string, causes: unknown = []): string {
  const line = text
    .replace(/^<<END_*\n([^]*)\nEND_*\n?$/, "$1")
    .replace(/^\$\{([^]*)\}$/, "$1")
    .replace(/\s+/g, " ")
    .trim();
  const cut = line.length <= LONGEST_SHOWN ? line : `${line.slice(0, LONGEST_SHOWN)}…`;
  const named = unknownExpressions(causes).flatMap((cause) => cause.match(REFERENCES) ?? []);
  const hidden = [...new Set(named)].filter((name) => !cut.includes(name)).slice(0, 3);
  return hidden.length === 0 ? cut : `${cut} (with ${hidden.join(", ")})`;
}

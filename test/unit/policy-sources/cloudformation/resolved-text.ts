/** Values of templates that give a text in one of many ways, made by chance. */
import fc from "fast-check";

/** A value of a template that gives a text, with what it needs beside it. */
export interface WrittenText {
  readonly value: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  /** What the stack gives. */
  readonly given: Readonly<Record<string, string>>;
}

/** How often a text is taken apart, with the first name. */
const DEEPEST = 4;

const NOTHING = { parameters: {}, mappings: {}, given: {} };

/**
 * Ways to write a text: as it is, in a map or a parameter, and put together from two parts of it.
 *
 * @param name - How its map and its parameter are called.
 */
export function writtenText(text: string, name = "X"): fc.Arbitrary<WrittenText> {
  const whole = fc.constantFrom<WrittenText>(
    { ...NOTHING, value: text },
    {
      ...NOTHING,
      value: { "Fn::FindInMap": [name, "Row", "Value"] },
      mappings: { [name]: { Row: { Value: text } } },
    },
    { ...NOTHING, value: { Ref: name }, parameters: { [name]: { Type: "String", Default: text } } },
    {
      value: { Ref: name },
      parameters: { [name]: { Type: "String", Default: "another" } },
      mappings: {},
      given: { [name]: text },
    },
    {
      ...NOTHING,
      value: { "Fn::Select": [1, { Ref: name }] },
      parameters: { [name]: { Type: "CommaDelimitedList", Default: `first,${text},last` } },
    },
    { ...NOTHING, value: { "Fn::Select": [1, { "Fn::Split": ["|", `first|${text}|last`] }] } },
    { ...NOTHING, value: { "Fn::Sub": ["${Whole}", { Whole: text }] } },
  );
  if (name.length === DEEPEST || text.length < 2) {
    return whole;
  }
  const parts = fc
    .integer({ min: 1, max: text.length - 1 })
    .chain((at) =>
      fc.tuple(writtenText(text.slice(0, at), `${name}A`), writtenText(text.slice(at), `${name}B`)),
    );
  return fc.oneof(
    whole,
    ...[joined, substituted, split].map((together) =>
      parts.map(([one, other]): WrittenText => ({
        value: together(one.value, other.value),
        parameters: { ...one.parameters, ...other.parameters },
        mappings: { ...one.mappings, ...other.mappings },
        given: { ...one.given, ...other.given },
      })),
    ),
  );
}

function joined(one: unknown, other: unknown): unknown {
  return { "Fn::Join": ["", [one, other]] };
}

function substituted(one: unknown, other: unknown): unknown {
  return { "Fn::Sub": ["${One}${Other}", { One: one, Other: other }] };
}

function split(one: unknown, other: unknown): unknown {
  return { "Fn::Select": [0, { "Fn::Split": ["|", { "Fn::Join": ["", [one, other, "|rest"]] }] }] };
}

import { hasMark, unknownMark } from "../../trust";

/**
 * How the parts of a string begin and end that CloudFormation replaces: a dynamic reference, and a loop's variable.
 *
 * Source: AWS, "Get values stored in other services using dynamic references" and "Fn::ForEach" (documented).
 */
const REPLACED: readonly (readonly [start: string, end: string])[] = [
  ["{{resolve:", "}}"],
  ["&{", "}"],
];

const MARK = unknownMark("").split("").join("[0-9a-f]*");
/** The characters that a reference can have between its ends. A quote or a space belongs to the string around it. */
const WITHIN = `[^}"'\\\\\\s]*`;
/** A mark that may complete a reference which is begun before it, or which ends behind it. */
const COMPLETED = new RegExp(
  `\\{(?:[{resolv:]|${MARK})*${MARK}(?:${WITHIN}\\}\\}?)?|${MARK}(?:${WITHIN}\\}\\}|${WITHIN}${MARK}\\}|\\})`,
  "g",
);

/**
 * A string with a mark in place of each part that CloudFormation replaces when it uses the template. An unknown part may
 * complete a reference of which the string has the beginning or the end: then what is around it is part of the mark.
 *
 * @param open - Makes the mark for a part.
 */
export function markReplaced(text: string, open: (part: string) => string): string {
  const whole = withoutWhole(text, open);
  return hasMark(whole) && /[{}]/.test(whole) ? whole.replace(COMPLETED, open) : whole;
}

/** Replaces the parts that are written in full. One that is not closed extends to the end. */
function withoutWhole(text: string, open: (part: string) => string): string {
  let whole = "";
  let at = 0;
  for (;;) {
    const next = firstReplaced(text, at);
    if (next === undefined) {
      return whole + text.slice(at);
    }
    whole += text.slice(at, next.start) + open(text.slice(next.start, next.end));
    at = next.end;
  }
}

function firstReplaced(text: string, from: number): { start: number; end: number } | undefined {
  const found = REPLACED.flatMap(([opening, closing]) => {
    const start = text.indexOf(opening, from);
    const end = start < 0 ? -1 : text.indexOf(closing, start);
    return start < 0 ? [] : [{ start, end: end < 0 ? text.length : end + closing.length }];
  });
  return found.sort((one, other) => one.start - other.start)[0];
}

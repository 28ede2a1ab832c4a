/** A value in a message: JSON, so that spaces and line breaks are visible. */
export function quoted(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** Names of which one is expected: `text, json, or sarif`. */
export function oneOf(names: readonly string[]): string {
  return listed(names, "or");
}

/** Names that belong together: `audience, subject, and provider`. */
export function allOf(names: readonly string[]): string {
  return listed(names, "and");
}

function listed(names: readonly string[], conjunction: "and" | "or"): string {
  const [last = "nothing", ...before] = names.toReversed();
  const first = before.toReversed();
  return first.length < 2
    ? [...first, last].join(` ${conjunction} `)
    : `${first.join(", ")}, ${conjunction} ${last}`;
}

/** A sentence that follows another one in a message, if there is one. */
export function followedBy(sentence: string | undefined): string {
  return sentence === undefined ? "" : `. ${sentence}`;
}

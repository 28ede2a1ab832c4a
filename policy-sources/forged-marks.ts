/** The characters of an unknown mark: themselves, as escapes of JSON and YAML (also in nested JSON), or URL-encoded. */
const MARK_CHARACTERS = /[\uE000\uE001]|((?:\\|u005c|x5c)u(?:0000)?)e00[01]|%ee%80%8[01]/gi;

/**
 * A text without the characters of an unknown mark. A file or a program could have them, so that an open role passes for one that is
 * not known yet. Others of the same length take their place. IAM accepts neither.
 */
export function withoutForgedMarks(text: string): string {
  return text.replace(MARK_CHARACTERS, (found, escape?: string) =>
    escape !== undefined ? `${escape}fffd` : found.startsWith("%") ? "%EF%BF%BD" : "\uFFFD",
  );
}

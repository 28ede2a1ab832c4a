/** Control characters (line breaks too), and characters that are invisible or change the direction of writing. */
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/**
 * A text as a terminal may have it: what a file brings in must neither steer the terminal nor hide anything. A tab is
 * shown as a space, any other unsafe character as its code.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === "\t"
      ? " "
      : `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}

/** The same in as many characters, so that carets below stay where they belong: each unsafe one is replaced by the replacement character U+FFFD. */
export function printableInPlace(text: string): string {
  return text.replace(UNSAFE, (character) => (character === "\t" ? " " : "\ufffd".repeat(character.length)));
}

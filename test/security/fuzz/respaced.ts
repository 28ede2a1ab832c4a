/** The same file with other white space, or in another encoding that is read. */

const SPACINGS: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(indented(text)),
  (text) => Buffer.from(`\n\n${text}\n \n`),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(indented(text).replaceAll("\n", "\r\n")),
  (text) => Buffer.from(`\ufeff${indented(text)}`, "utf16le"),
];

/** The bytes of a text in one of the ways, which a number chooses. */
export function respaced(text: string, way: number): Buffer {
  return SPACINGS[way % SPACINGS.length]?.(text) ?? Buffer.from(text);
}

/** JSON with a member a line. Another text as it is: there white space can mean something. */
function indented(text: string): string {
  return text.startsWith("{") ? JSON.stringify(JSON.parse(text), null, "\t") : text;
}

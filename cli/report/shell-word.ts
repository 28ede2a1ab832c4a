/** A word of a command that a POSIX shell takes as it is, such as a path or a name in a hint. */
export function shellWord(text: string): string {
  return /^[\w+=,.@/:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

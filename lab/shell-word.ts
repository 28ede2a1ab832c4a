/** A word for a POSIX shell in which nothing has a special meaning; plain words stay as they are. */
export function shellWord(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

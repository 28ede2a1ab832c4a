/**
 * A word as `sh` and Python's `shlex` both read it back unchanged: AWS SDKs start a `credential_process` either way
 * (botocore splits with `shlex`, the Go and JavaScript SDKs hand the line to a shell).
 */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `text`, which ends with a newline, as a here-document in which the shell expands nothing. */
export function hereDocument(text: string): string {
  const lines = new Set(text.split("\n"));
  let delimiter = "END_OF_FILE";
  while (lines.has(delimiter)) {
    delimiter += "_";
  }
  return `<<'${delimiter}'\n${text}${delimiter}\n`;
}

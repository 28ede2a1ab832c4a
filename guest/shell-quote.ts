/**
 * A word as `sh` and Python's `shlex` both read it back unchanged: AWS SDKs start a `credential_process` either way
 * (botocore splits with `shlex`, the Go and JavaScript SDKs hand the line to a shell).
 */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

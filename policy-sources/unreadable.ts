/** A file that cannot be judged at all. The message says why, to be read after the file's name and a colon. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

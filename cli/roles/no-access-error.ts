/** AWS cannot be asked at all: nothing was changed. The message says why, and what to do. */
export class NoAccessError extends Error {
  override readonly name = "NoAccessError";
}

import { coded, type Message, withCode } from "../messages";

/** A file that cannot be judged at all. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";

  /** @param problem - Why, to be read after the file's name and a colon. */
  constructor(readonly problem: Message) {
    super(withCode(problem));
  }
}

/**
 * Reads nested values. Code that does so calls itself for each level, and the machine's stack limits that.
 *
 * @throws {UnreadableError} If they are nested too deeply.
 */
export function demandShallow<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError
      ? new UnreadableError(coded("input-too-deep", "the input is nested too deeply to be read"))
      : error;
  }
}

/** A CloudFormation template that cannot be read. The message says why, to be read after what it is about. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

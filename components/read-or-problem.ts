import type { ArgumentProblem } from "./arguments/argument-error";

/** How it is told that something could not be read. */
export interface ReadAttempt {
  /** The argument that names it. */
  readonly path: string;
  /** What that means: continues "path: ". */
  readonly what: string;
  /** What to do. */
  readonly remedy: string;
}

/** What was read, or why it was not. */
export interface ReadResult<T> {
  /** Missing too where a preview cannot ask yet, since a value that the provider is configured with is not known. */
  readonly value?: T;
  readonly problem?: ArgumentProblem;
}

/**
 * Waits for what a provider reads. Its refusal becomes a problem with the argument that named the thing, so that it can
 * be told together with others.
 */
export async function readOrProblem<T extends object>(
  reading: Promise<T | undefined>,
  attempt: ReadAttempt,
): Promise<ReadResult<T>> {
  try {
    const value = await reading;
    // For a provider that is not configured yet the engine answers with an empty object.
    return value === undefined || Object.keys(value).length === 0 ? {} : { value };
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).trim();
    const { path, what, remedy } = attempt;
    return { problem: { path, reason: `${what}: ${remedy} (the provider says: ${said})` } };
  }
}

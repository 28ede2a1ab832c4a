/** Answers of providers: values, refusals, and calls that were canceled. */
import * as pulumi from "@pulumi/pulumi";
import type { Message } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";

/** How many characters of what a provider says are shown. */
const MOST_SAID = 200;

/**
 * What a provider says in an error, on one line and without what the engine and the bridge put in front of it. A longer
 * text is cut after 200 characters.
 */
export function providerSaid(error: unknown): string {
  const providerError = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
  const own = providerError
    .replace(/^invocation of \S+ returned an error: /, "")
    .replace(/^invoking \S+: /, "")
    .replace(/^\d+ errors? occurred: \* /, "");
  return own.length > MOST_SAID ? `${own.slice(0, MOST_SAID)}…` : own;
}

/**
 * Whether the engine or a provider ended a call without an answer: another resource failed, or somebody stopped the
 * program. The cause is reported elsewhere.
 *
 * Source (source code): grpc-go v1.83.1, `ErrClientConnClosing`, `errConnClosing`, and `ErrConnClosing` ("transport is
 * closing"); @grpc/grpc-js, `internal-channel.ts`; pulumi v3.259.0, `source_eval.go` ("resource monitor shut down").
 */
export function isCanceled(providerError: string): boolean {
  return /\bcancell?ed\b|\bshut(?:ting)? down\b|\b(?:connection|transport|SubConn) is closing\b|Channel closed before call/i.test(
    providerError,
  );
}

/** Never resolves if a call was canceled: whatever waits for its answer ends without an error of its own. */
export async function unlessCanceled(error: unknown): Promise<void> {
  if (isCanceled(error instanceof Error ? error.message : String(error))) {
    await new Promise<never>(() => undefined);
  }
}

/**
 * The default of an argument, as a provider reports it. A provider that has none, for instance no region, is one clear
 * error about that argument. A provider that only this update configures leaves the value unknown in the preview.
 *
 * @param paths - Where problems are reported.
 * @param path - The argument whose default it is.
 * @param refused - The message for a provider that reports an error, from what it says.
 * @param answer - The answer; undefined when the provider is not configured yet.
 * @param loggedIn - Resolves if the provider is logged in; a login that is missing is another error.
 */
export function providerAnswer(
  paths: ArgumentPaths,
  path: string,
  refused: (providerError: string) => Message,
  answer: Promise<string | undefined>,
  loggedIn: Promise<void>,
): pulumi.Output<string> {
  const settled = answer.catch(async (error: unknown) => {
    await loggedIn;
    await unlessCanceled(error);
    const providerError = error instanceof Error ? error.message : String(error);
    return failLate(paths, [{ path, ...refused(providerError.trim()) }]);
  });
  return pulumi.output(settled).apply((value) => pulumi.output((value ?? pulumi.unknown) as string));
}

/** How a failed reading is reported. */
export interface ReadAttempt {
  /** The argument that names it. */
  readonly path: string;
  /** The message, from what the provider says. */
  readonly refused: (providerError: string) => Message;
}

/** What was read, or why it was not. */
export interface ReadResult<T> {
  /** Missing too where a preview cannot ask yet, since a value that the provider is configured with is not known. */
  readonly value?: T;
  readonly problem?: ArgumentProblem;
}

/**
 * Waits for what a provider reads. Its refusal becomes a problem with the argument that named the resource, so that it
 * can be reported together with others.
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
    await unlessCanceled(error);
    const providerError = (error instanceof Error ? error.message : String(error)).trim();
    const { path, refused } = attempt;
    return { problem: { path, ...refused(providerError) } };
  }
}

/**
 * Reads from a cloud what an update made there, and stops the update when it is not what the program asked for.
 *
 * The state is no proof. Bridged providers (`aws`, `azuread`) record the values of a failed update as if it had
 * succeeded, so the next update skips the resource. Source: pulumi/pulumi#21458, and measured with `azuread` 6.9.1.
 *
 * Only values that open access are read: a trust policy, client IDs, and who gets a token for the audience.
 *
 * End condition: a refresh before each update, which a component can ask for (pulumi/pulumi#9096), also of a bridged provider
 * (pulumi/pulumi-terraform-bridge#3140). Then nothing needs to be read here, and this test fails with the provider as it is
 * published (`npm test -- azuread`): test/engine/components/entra-audience/refused-audience.test.ts
 */
import * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { containment } from "./containment";
import { isUpdating } from "./engine-support";
import { providerSaid, unlessCanceled } from "./provider-answers";

/**
 * The environment variable for how long to wait for a cloud to show a change: whole seconds from 0 to 3600, or `off` to read
 * nothing back.
 */
export const READ_BACK_SECONDS = "AZURE_TO_AWS_READ_BACK_SECONDS";

/** What to do when a failed update was recorded as done, or when a run leaves changes out, which looks the same. */
export const REFRESH =
  "Run: pulumi up --refresh, because Pulumi records a failed update of such a resource as done. Only if --target or --run-program left a change out, set AZURE_TO_AWS_READ_BACK_SECONDS=off";

/** Replicas of Entra and IAM follow within seconds; a minute is what both need at worst in public reports. */
const DEFAULT_SECONDS = 60;

/** Nothing is reported about a wait that is shorter than this, in milliseconds. */
const SILENCE = 2000;

/** What is read back, and what it must be. */
export interface ReadBack<T> {
  /** Where problems are reported, and the component whose providers read. */
  readonly paths: ArgumentPaths;
  readonly parent: pulumi.Resource;
  /** What is read, as messages name it: `the Entra application 3333…`. */
  readonly subject: string;
  /** Reads it once. It may throw what the provider says. */
  readonly read: () => Promise<T>;
  /**
   * What to run when something differs. Default: `pulumi up --refresh`, since Pulumi recorded a failed update as done.
   */
  readonly remedy?: (problems: readonly ArgumentProblem[]) => string | undefined;
  /**
   * What differs from what the program asked for; empty when nothing does. With `hidden`, a value is secret, so none may be
   * shown.
   */
  readonly differences: (found: T, hidden: boolean) => readonly ArgumentProblem[];
}

/** Thrown by an attempt whose answer may be one of a replica that is behind. */
class NotYet extends Error {
  constructor(readonly problems: readonly ArgumentProblem[]) {
    super("not as asked for yet");
  }
}

/** Whether an update is under way, and its results are to be read. */
export function isReadingBack(): boolean {
  return isUpdating() && process.env[READ_BACK_SECONDS] !== "off";
}

/**
 * A value that is handed on only after the cloud shows what the program asked for. In a preview, and under Pulumi's
 * mocks, it is handed on at once: nothing has been changed that could be read.
 *
 * @param value - The value; what is read back depends on it.
 * @param target - What to read, made of the value; undefined to read nothing.
 */
export function onceReadBack<V, T>(
  value: pulumi.Output<V>,
  target: (known: V) => ReadBack<T> | undefined,
): pulumi.Output<V> {
  if (!isReadingBack()) {
    return value;
  }
  return pulumi.output(value).apply(async (known) => {
    const readBack = target(known as V);
    if (readBack !== undefined) {
      await confirm(readBack, await pulumi.isSecret(value));
    }
    return known;
  }) as pulumi.Output<V>;
}

/** Waits until the cloud shows what the program asked for; fails the program when it does not in time. */
async function confirm<T>(target: ReadBack<T>, hidden: boolean): Promise<void> {
  const { paths, parent, subject, read, differences, remedy } = target;
  const seconds = patience();
  if (seconds === undefined) {
    return failLate(paths, [patienceProblem()]);
  }
  const { default: pRetry } = await import("p-retry");
  const silence = setTimeout(() => {
    void pulumi.log.info(`waiting for ${subject} to show this update`, parent, undefined, true);
  }, SILENCE);
  const attempt = async (): Promise<void> => {
    const problems = differences(await read(), hidden);
    if (problems.length > 0) {
      throw new NotYet(problems);
    }
  };
  try {
    await pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      maxRetryTime: seconds * 1000,
      minTimeout: 250,
      factor: 1.5,
      maxTimeout: 5000,
      shouldRetry: ({ error }) => error instanceof NotYet || isAbsence(error),
    });
  } catch (error) {
    clearTimeout(silence);
    await containment();
    // The resource that failed first is the error. What waits for this value is not changed.
    await unlessCanceled(error);
    const problems = problemsOf(error, subject);
    const own = remedy?.(problems);
    return await failLate(paths, problems, (named) => firstLine(named, own));
  } finally {
    clearTimeout(silence);
  }
}

function firstLine(component: string, remedy: string | undefined): string {
  return `${component}: ${withCode(coded("read-back-failed", `a cloud does not have what this program asked for. ${remedy ?? REFRESH}`))}`;
}

function problemsOf(error: unknown, subject: string): readonly ArgumentProblem[] {
  if (error instanceof NotYet) {
    return error.problems;
  }
  return [
    {
      path: subject,
      ...coded(
        "read-back-unreadable",
        `cannot be read, so nothing that depends on it was changed: ${providerSaid(error)}`,
      ),
    },
  ];
}

/** Whether a provider says that there is no such thing, which a replica that is behind says of a new one. */
export function isAbsence(error: unknown): boolean {
  const providerError = error instanceof Error ? error.message : String(error);
  return /\b404\b|not ?found|NoSuchEntity|couldn't find resource|empty result/i.test(providerError);
}

/** How many seconds to wait; undefined when the environment has something else than a number of seconds. */
function patience(): number | undefined {
  const given = process.env[READ_BACK_SECONDS];
  if (given === undefined || given === "") {
    return DEFAULT_SECONDS;
  }
  return /^\d{1,4}$/.test(given) && Number(given) <= 3600 ? Number(given) : undefined;
}

function patienceProblem(): ArgumentProblem {
  const given = process.env[READ_BACK_SECONDS] ?? "";
  return {
    path: READ_BACK_SECONDS,
    ...coded(
      "read-back-seconds-invalid",
      `invalid value. Expected a whole number of seconds from 0 to 3600, or off; got ${JSON.stringify(given)}`,
    ),
  };
}

/** What a cloud has that the program did not ask for, for the error of a read-back. */
export class Differences {
  readonly problems: ArgumentProblem[] = [];

  /**
   * @param cloud - The cloud, as messages name it.
   * @param hidden - Whether a value is secret. Then no value is shown: what a cloud still has may be secret too, although
   *   the program no longer names it.
   */
  constructor(
    private readonly cloud: "AWS" | "Entra",
    private readonly hidden: boolean,
  ) {}

  /** Notes a difference, if there is one, with both values as text. */
  expect(path: string, isRight: boolean, expected: string, found: string): void {
    if (isRight) {
      return;
    }
    const message = this.hidden
      ? coded(
          "read-back-differs-secret",
          `${this.cloud} has another value. Neither value is shown, because the program's is secret`,
        )
      : coded("read-back-differs", `expected ${expected}; ${this.cloud} has ${found}`);
    this.problems.push({ path, ...message });
  }
}

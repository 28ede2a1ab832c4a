import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { supportsErrorHooks } from "./engine-support";

/** How many error hooks of each name this process has: names must be unique in a deployment. */
const counts = new Map<string, number>();

/** A step that failed. */
export interface FailedStep {
  /** What the provider said last. */
  readonly error: string;
  /** The inputs of the resource. In them, what is secret is not shown. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** `create`, `update` or `delete`. */
  readonly operation: string;
  /** How often the step has failed in this update, 1 for the first time. */
  readonly times: number;
}

/**
 * Registers a hook that sees why a step failed, and decides whether the engine tries again. There is none with a Pulumi CLI
 * or SDK that is too old for it, and none under Pulumi's mocks: then nothing is tried again.
 *
 * @param name - What the hook sees to, as the engine's messages show it.
 * @param isWorthRetrying - True has the engine try again. What it throws ends the update.
 */
export function errorHook(
  name: string,
  isWorthRetrying: (failed: FailedStep) => Promise<boolean>,
): pulumi.ErrorHook | undefined {
  if (!supportsErrorHooks()) {
    return undefined;
  }
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return new pulumi.ErrorHook(
    `${name}${count === 1 ? "" : ` (${count})`}`,
    // The engine calls from outside, where a plugin that serves several programs has no context at hand.
    AsyncResource.bind(async ({ errors, newInputs, failedOperation }: pulumi.ErrorHookArgs) =>
      isWorthRetrying({
        error: errors[0] ?? "",
        inputs: newInputs ?? {},
        operation: failedOperation,
        times: errors.length,
      }),
    ),
  );
}

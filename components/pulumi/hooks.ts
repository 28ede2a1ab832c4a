/** Hooks that the engine calls before and after its steps, and when a step fails. */
import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { PerDeployment } from "../deployment";
import { supportsErrorHooks, supportsHooks } from "./engine-support";

/** How many hooks of each name a deployment has: their names must be unique in it, those of components are not. */
const hookCounts = new PerDeployment(() => ({
  resource: new Map<string, number>(),
  error: new Map<string, number>(),
}));

/** A name that no other hook of the kind has in the deployment. */
function uniqueName(kind: "resource" | "error", name: string): string {
  const counts = hookCounts.current()[kind];
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

/**
 * Registers a hook that runs in previews too, or none under Pulumi's mocks, with which programs are tested: they know no
 * hooks.
 *
 * @param name - What the hook sees to, as the engine's messages show it when the hook fails.
 * @param callback - What the engine calls. What it throws stops the step where the hook is a `before…` one.
 * @param options - With `ignoreErrors` what it throws is a warning only.
 */
export function resourceHook(
  name: string,
  callback: (args: pulumi.ResourceHookArgs) => Promise<void>,
  options: Pick<pulumi.ResourceHookOptions, "ignoreErrors"> = {},
): pulumi.ResourceHook | undefined {
  if (!supportsHooks()) {
    return undefined;
  }
  return new pulumi.ResourceHook(
    uniqueName("resource", name),
    // The engine calls from outside, where a plugin that serves several programs has none at hand.
    AsyncResource.bind(callback),
    { ...options, onDryRun: true },
  );
}

/** A step that failed. */
export interface FailedStep {
  /** The type and the name of the resource in the program. */
  readonly type: string;
  readonly name: string;
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
  return new pulumi.ErrorHook(
    uniqueName("error", name),
    // The engine calls from outside, where a plugin that serves several programs has no context at hand.
    AsyncResource.bind(
      async ({ type, name: ofResource, errors, newInputs, failedOperation }: pulumi.ErrorHookArgs) =>
        isWorthRetrying({
          type,
          name: ofResource,
          error: errors[0] ?? "",
          inputs: newInputs ?? {},
          operation: failedOperation,
          times: errors.length,
        }),
    ),
  );
}

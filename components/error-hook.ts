import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";

/** How many error hooks of each name this process has: names must be unique in a deployment. */
const counts = new Map<string, number>();

/**
 * Registers a hook that sees why a step failed, and says whether it is tried again. There is none where the Pulumi CLI or
 * SDK is too old for it, and none under Pulumi's mocks: then nothing is tried again.
 *
 * @param name - What the hook sees to.
 * @param isWorthRetrying - Gets the newest error, and the inputs of the step. In them, what is secret is not shown.
 */
export function errorHook(
  name: string,
  isWorthRetrying: (error: string, inputs: Readonly<Record<string, unknown>>) => Promise<boolean>,
): pulumi.ErrorHook | undefined {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  const isKnown = monitor !== undefined && "registerErrorHook" in monitor && "ErrorHook" in pulumi;
  if (!isKnown || !isSupportedByEngine()) return undefined;
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return new pulumi.ErrorHook(
    `${name}${count === 1 ? "" : ` (${count})`}`,
    AsyncResource.bind(async ({ errors: [newest = ""], newInputs }: pulumi.ErrorHookArgs) =>
      isWorthRetrying(newest, (newInputs ?? {}) as Record<string, unknown>),
    ),
  );
}

/** The SDK asks the engine at the start of a program, and exports the answer without a type. */
function isSupportedByEngine(): boolean {
  const { getStore } = state as { readonly getStore?: () => { readonly supportsErrorHooks?: boolean } };
  return getStore?.().supportsErrorHooks === true;
}

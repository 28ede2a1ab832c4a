import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { supportsHooks } from "./engine-support";

/**
 * How many hooks of each name this process has: names of hooks must be unique in a deployment, those of components are not.
 * In a plugin each component has a monitor of its own, so that it does not tell the deployments apart.
 */
const counts = new Map<string, number>();

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
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return new pulumi.ResourceHook(
    `${name}${count === 1 ? "" : ` (${count})`}`,
    // The engine calls from outside, where a plugin that serves several programs has none at hand.
    AsyncResource.bind(callback),
    { ...options, onDryRun: true },
  );
}

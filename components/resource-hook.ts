import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** How many hooks of each name there are in this process: names of hooks must be unique, those of components are not. */
const hooks = new Map<string, number>();

/**
 * Registers a hook that runs in previews too, or none under Pulumi's mocks, with which programs are tested: they know no
 * hooks.
 *
 * @param name - What the hook sees to, as the engine's messages show it when the hook fails.
 * @param callback - What the engine calls. An error that it throws stops the step where the hook is a `before…` one.
 */
export function resourceHook(
  name: string,
  callback: (args: pulumi.ResourceHookArgs) => Promise<void>,
): pulumi.ResourceHook | undefined {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  if (monitor === undefined || !("registerResourceHook" in monitor)) return undefined;
  const count = (hooks.get(name) ?? 0) + 1;
  hooks.set(name, count);
  return new pulumi.ResourceHook(
    `${name}${count === 1 ? "" : ` (${count})`}`,
    // The engine calls from outside, where a plugin that serves several programs has none at hand.
    AsyncResource.bind(callback),
    { onDryRun: true },
  );
}

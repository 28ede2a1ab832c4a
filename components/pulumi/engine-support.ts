/** What the engine behind a program can do. Programs under Pulumi's mocks, which users test with, have no engine. */
import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";

/** Whether resource hooks can be registered: false under mocks. */
export function supportsHooks(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && "registerResourceHook" in monitor;
}

/**
 * Whether error hooks can be registered: false under mocks, and with a Pulumi CLI or SDK before 3.218, which have none.
 */
export function supportsErrorHooks(): boolean {
  // The SDK keeps this to itself, and an older one has no such member.
  const sdk = state as unknown as { getStore?(): { readonly supportsErrorHooks?: boolean } };
  return supportsHooks() && sdk.getStore?.().supportsErrorHooks === true;
}

/**
 * Whether an update is under way, whose results can be read from the clouds: false in previews and under mocks.
 */
export function isUpdating(): boolean {
  return supportsHooks() && !pulumi.runtime.isDryRun();
}

/** Has what may fail wait until suspended roles are cut off. */
import { setTimeout as delay } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import { whenKnown } from "../arguments/inputs";
import { PerDeployment } from "../deployment";

/** Policies of this deployment that cut off suspended roles: they must be there before a program fails. */
const containments = new PerDeployment(() => new Set<Promise<unknown>>());

/** How long a program that fails waits for them, in milliseconds: one may wait itself for what fails. */
const CONTAINMENT_PATIENCE = 30_000;

/** Has {@link containment} wait for a policy that cuts off a suspended role. */
export function contain(policy: pulumi.CustomResource): void {
  containments.current().add(whenKnown(policy.id));
}

/**
 * Resolves once every suspended role is cut off. In a provider plugin the first error ends the program, and what is not
 * registered by then is never made.
 */
export async function containment(): Promise<void> {
  const all = Promise.all(containments.current());
  await Promise.race([all, delay(CONTAINMENT_PATIENCE, undefined, { ref: false })]);
}

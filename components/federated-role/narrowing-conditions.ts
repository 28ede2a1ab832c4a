import * as pulumi from "@pulumi/pulumi";
import { joinPaths, type NarrowingConditions, type NarrowingContext, narrowingProblems } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { shown } from "../arguments/argument-rule";
import { type FindProblems, unlessLeftOut } from "../arguments/find-problems";
import { isPlain } from "../arguments/inputs";

/**
 * Checks narrowing conditions at `path`: what is plain at once, what is an output as soon as it is known.
 *
 * @param context - What is known of the trust policy by now.
 */
export function checkConditions(
  checks: ArgumentChecks,
  path: string,
  conditions: unknown,
  context: NarrowingContext,
): pulumi.Input<NarrowingConditions | undefined> {
  const find: FindProblems = unlessLeftOut((at, value, options) =>
    narrowingProblems(value, context, isPending).map(({ path: below, reason, given }) => ({
      path: joinPaths(at, below),
      reason: `${reason}${shown(given, options)}`,
    })),
  );
  const given = checks.value(path, conditions as pulumi.Input<NarrowingConditions | undefined>, find);
  // What is plain has been looked at; of a plain value with outputs in it, these are still to come.
  const isDone = isPending(conditions) || !hasPending(conditions) || find(path, conditions).length > 0;
  return isDone ? given : checks.value(path, pulumi.output(given), find);
}

function hasPending(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  return isPending(value) || Object.values(value).some(hasPending);
}

function isPending(value: unknown): boolean {
  return !isPlain(value);
}

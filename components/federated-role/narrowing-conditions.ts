import * as pulumi from "@pulumi/pulumi";
import { IAM } from "../../messages";
import type { CheckedConditions, NarrowingConditions, NarrowingContext } from "../../trust/build";
import { joinPaths } from "../../trust/text";
import { shown } from "../arguments/argument-rule";
import type { Argument } from "../arguments/argument-table";
import { unlessLeftOut } from "../arguments/find-problems";
import { isPlain } from "../arguments/inputs";
import { narrowing } from "../arguments/on-demand";

/** Narrowing conditions as programs give them. */
type Given =
  | pulumi.Input<
      Record<string, pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>> | undefined
    >
  | NarrowingConditions;

/**
 * Narrowing conditions: what is plain is checked at once, what is an output as soon as it resolves.
 *
 * @param contextOf - What the other arguments say of the trust policy.
 */
export function narrowingConditions<All>(
  contextOf: (all: All) => NarrowingContext,
): Argument<Given, pulumi.Input<CheckedConditions | undefined>, All> {
  return {
    check: (checks, path, given, all) => {
      const context = contextOf(all);
      const find = unlessLeftOut((at, value, options) =>
        narrowing()
          .narrowingProblems(value, context, isPending)
          .map(({ path: below, reason, given: wrong }) => ({
            path: joinPaths(at, below),
            ...IAM.say("condition-invalid", reason),
            given: shown(wrong, options),
          })),
      );
      const conditions = given as pulumi.Input<CheckedConditions | undefined>;
      const checked = checks.value(path, conditions, find);
      // What is plain has been looked at; of a plain value with outputs in it, these are still to come.
      const isDone = isPending(given) || !hasPending(given) || find(path, given).length > 0;
      return isDone ? checked : checks.value(path, pulumi.output(checked), find);
    },
  };
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

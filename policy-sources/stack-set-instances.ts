import { isMark } from "../trust";
import { parametersOf } from "./cloudformation/stack-parameters";
import type { StackParameters } from "./cloudformation/stack-view";

/** Types that create instances of a stack set with separate parameters. */
const INSTANCES: ReadonlySet<string> = new Set([
  "aws:cloudformation/stackSetInstance:StackSetInstance",
  "aws:cloudformation/stackInstances:StackInstances",
]);

/** A property of a resource, with a mark in the place of each part that is not known. */
type Get = (property: string) => unknown;

/** Whether resources of a Pulumi type create instances of a stack set. */
export function createsInstances(type: string): boolean {
  return INSTANCES.has(type);
}

/** What an instance overrides; `undefined` if that is nothing. */
export function overridesOf(instance: Get): StackParameters | undefined {
  const overrides = parametersOf(instance("parameterOverrides") ?? {});
  return typeof overrides === "string" || Object.keys(overrides).length > 0 ? overrides : undefined;
}

/** Whether an instance is one of a stack set, as far as names that are not known yet show it. */
export function isInstanceOf(instance: Get, set: Get): boolean {
  const of = instance("stackSetName");
  const name = set("name") ?? set("stackSetName");
  return isMark(of) || isMark(name) || name === undefined || of === name;
}

import { joinPaths, memberPath } from "../../trust/member-path";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/is-given";
import { policyResourceNames } from "../aws/policy-resource-names";
import type { WorkloadSettings } from "./workload-settings";

/**
 * Reports policies of two workloads that would be called alike in the program, where the name of one workload begins with
 * that of the other: the engine would say so of a URN that nobody wrote, and after it has made something.
 */
export function reportPolicyNameConflicts(
  checks: ArgumentChecks,
  workloads: readonly (readonly [key: string, workload: Partial<WorkloadSettings> | undefined])[],
): void {
  const holders = new Map<string, string>();
  for (const [key, workload] of workloads) {
    for (const [path, name] of policiesOf(workload)) {
      const called = `${key}-${name}`;
      const own = joinPaths(memberPath("workloads", key), path);
      const holder = holders.get(called);
      if (holder === undefined) holders.set(called, own);
      else {
        const reason = `would be called ${JSON.stringify(called)} in the program, as ${holder} would be too; give the workload or the policy another name`;
        checks.report(own, reason);
      }
    }
  }
}

/** The policies of a workload, by argument, and that which an incident may bring at any time. */
function policiesOf(
  workload: Partial<WorkloadSettings> | undefined,
): (readonly [path: string, name: string])[] {
  const { readBuckets, inlinePolicies, managedPolicyArns } = workload?.permissions ?? {};
  const { inline, managed, ...names } = policyResourceNames;
  return [
    ...(isGiven(readBuckets) ? [["permissions.readBuckets", names.readBuckets] as const] : []),
    ...keysOf(inlinePolicies).map(
      (name) => [memberPath("permissions.inlinePolicies", name), inline(name)] as const,
    ),
    ...keysOf(managedPolicyArns).map(
      (name) => [memberPath("permissions.managedPolicyArns", name), managed(name)] as const,
    ),
    ["suspended", names.suspended],
  ];
}

/** What is no map is reported elsewhere. */
function keysOf(map: unknown): string[] {
  return typeof map === "object" && map !== null ? Object.keys(map) : [];
}

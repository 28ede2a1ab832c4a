import { coded } from "../../messages";
import { joinPaths, memberPath } from "../../trust/text";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { policyResourceNames } from "../federated-role/role-policies";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";

/**
 * Reports policies of two workloads that would have the same name in the program, because the name of one workload starts
 * with that of the other. The engine would report only a URN that nobody wrote, after it has created other resources.
 */
export function reportPolicyNameConflicts(
  checks: ArgumentChecks,
  workloads: CheckedFederationArgs["workloads"],
): void {
  const { readBuckets, inline, managed, suspended } = policyResourceNames;
  const named = workloads.map(([key, { permissions }]) => {
    const at = (path: string, name: string) =>
      [joinPaths(memberPath("workloads", key), path), `${key}-${name}`] as const;
    return {
      // An incident may require it at any time.
      suspension: at("suspended", suspended),
      inline: [
        ...(isGiven(permissions.readBuckets) ? [at("permissions.readBuckets", readBuckets)] : []),
        ...Object.keys(permissions.inlinePolicies).map((name) =>
          at(memberPath("permissions.inlinePolicies", name), inline(name)),
        ),
      ],
      managed: Object.keys(permissions.managedPolicyArns).map((name) =>
        at(memberPath("permissions.managedPolicyArns", name), managed(name)),
      ),
    };
  });
  reportAlike(checks, [
    ...named.map(({ suspension }) => suspension),
    ...named.flatMap((policies) => policies.inline),
  ]);
  // Attachments have another type, so they conflict only with each other.
  reportAlike(
    checks,
    named.flatMap((policies) => policies.managed),
  );
}

function reportAlike(
  checks: ArgumentChecks,
  policies: readonly (readonly [path: string, called: string])[],
): void {
  const holders = new Map<string, string>();
  for (const [path, called] of policies) {
    const holder = holders.get(called);
    if (holder === undefined) {
      holders.set(called, path);
    } else {
      checks.report(
        path,
        coded(
          "policy-name-conflict",
          `this policy and ${holder} would both create a Pulumi resource named ${JSON.stringify(called)}`,
          "Rename the workload or the policy",
        ),
      );
    }
  }
}

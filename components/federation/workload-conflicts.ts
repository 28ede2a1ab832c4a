import { joinPaths, memberPath } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import type { AzureToAwsFederationArgs } from "./azure-to-aws-federation-args";
import { reportPolicyNameConflicts } from "./policy-name-conflicts";
import type { WorkloadSettings } from "./workload-settings";

/** What only one workload of a federation can have, and what to do where several need it. */
const ONLY_ONE = {
  identityId:
    "an identity is assigned once; give one workload the permissions of both, or the identity a further role by FederatedRole with the federation's contract",
  existingVirtualMachineId:
    "an installation writes the whole AWS config of its VM; leave it out of both, and give the VM one GuestInstallation with a profile for each",
  roleName: "IAM has each name once in an account, whatever its path or case; give another",
} as const satisfies Partial<Record<keyof WorkloadSettings, string>>;

/**
 * Reports what two workloads cannot have both, and what v2 tokens want beside further subjects. Values that are not known
 * yet are told apart by the clouds alone.
 */
export function reportWorkloadConflicts(checks: ArgumentChecks, args: AzureToAwsFederationArgs): void {
  // What is no workload is reported elsewhere.
  const workloads = Object.entries((args.workloads as object | undefined) ?? {}) as [
    key: string,
    workload: Partial<WorkloadSettings> | undefined,
  ][];
  for (const [argument, remedy] of Object.entries(ONLY_ONE)) {
    const holders = new Map<string, string>();
    for (const [key, workload] of workloads) {
      const value = (workload as Readonly<Record<string, unknown>> | undefined)?.[argument];
      if (typeof value !== "string") {
        continue;
      }
      const holder = holders.get(value.toLowerCase());
      if (holder === undefined) {
        holders.set(value.toLowerCase(), key);
      } else {
        const reason = `must not be that of ${memberPath("workloads", holder)} too; got ${JSON.stringify(value)}: ${remedy}`;
        checks.report(joinPaths(memberPath("workloads", key), argument), reason);
      }
    }
  }
  reportPolicyNameConflicts(checks, workloads);
  if (args.tokenVersion !== 2 || isGiven(args.additionalAudiences)) {
    return;
  }
  for (const [key, workload] of workloads) {
    // An output may turn out to be nothing.
    const subjects = workload?.additionalSubjects;
    if (!Array.isArray(subjects) || subjects.length === 0) {
      continue;
    }
    checks.report(
      joinPaths(memberPath("workloads", key), "additionalSubjects"),
      "cannot assume the role with tokenVersion 2 unless the federation's additionalAudiences list the client IDs of these identities, which AWS compares in v2 tokens: give them there",
      subjects,
    );
  }
}

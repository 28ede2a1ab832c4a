import { coded } from "../../messages";
import { joinPaths, memberPath } from "../../trust/text";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { clientIdProblems, FEWER_AUDIENCES, FEWER_WORKLOADS } from "../oidc-provider/client-ids";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";
import { reportPolicyNameConflicts } from "./policy-name-conflicts";
import type { CheckedWorkload } from "./workload-settings";

/** Values that only one workload of a federation can have: why, and what to do if several need it. */
const ONLY_ONE = {
  identityId: [
    "an identity is assigned only once",
    "Give one workload the permissions of both, or give the identity a second role with FederatedRole and the federation's contract",
  ],
  existingVirtualMachineId: [
    "an installation writes the whole AWS config of its VM",
    "Omit it from both, and give the VM one GuestInstallation with a profile for each",
  ],
  roleName: ["IAM has each name once per account, whatever its path or case", "Choose another name"],
} as const satisfies Partial<Record<keyof CheckedWorkload, readonly [why: string, how: string]>>;

/**
 * Reports values that two workloads cannot share, and further subjects that lack what v2 tokens need. Values that are not
 * known yet are left to the clouds.
 */
export function reportWorkloadConflicts(
  checks: ArgumentChecks,
  { workloads, tokenVersion, additionalAudiences }: CheckedFederationArgs,
): void {
  for (const argument of Object.keys(ONLY_ONE) as (keyof typeof ONLY_ONE)[]) {
    const [why, how] = ONLY_ONE[argument];
    const holders = new Map<string, string>();
    for (const [key, workload] of workloads) {
      const value = workload[argument];
      if (typeof value !== "string") {
        continue;
      }
      const holder = holders.get(value.toLowerCase());
      if (holder === undefined) {
        holders.set(value.toLowerCase(), key);
      } else {
        const message = coded(
          "workload-value-shared",
          `must differ from that of ${memberPath("workloads", holder)}: ${why}`,
          how,
        );
        checks.report(joinPaths(memberPath("workloads", key), argument), message, value);
      }
    }
  }
  reportPolicyNameConflicts(checks, workloads);
  if (tokenVersion !== 2 || isGiven(additionalAudiences)) {
    return;
  }
  for (const [key, { additionalSubjects: subjects }] of workloads) {
    // An Output may resolve to nothing.
    if (!Array.isArray(subjects) || subjects.length === 0) {
      continue;
    }
    checks.report(
      joinPaths(memberPath("workloads", key), "additionalSubjects"),
      coded(
        "v2-subjects-without-audience",
        "these identities cannot assume the role with tokenVersion 2: in v2 tokens, AWS compares their client IDs",
        "Add the client IDs to the federation's additionalAudiences",
      ),
      subjects,
    );
  }
}

/**
 * Reports more client IDs of v2 tokens than IAM accepts on one provider, unless the provider exists. New identities have no client ID yet, so the
 * provider's own component sees the whole list only in the update. It reports what it can see in a preview itself.
 */
export function reportNewClientIds(
  checks: ArgumentChecks,
  { workloads, tokenVersion, additionalAudiences, oidcProviderArn }: CheckedFederationArgs,
): void {
  if (tokenVersion !== 2 || isGiven(oidcProviderArn)) {
    return;
  }
  // The client ID of an adopted identity can be among additionalAudiences too.
  const adopted = workloads.filter(([, { identityId }]) => isGiven(identityId)).length;
  const own = workloads.length - adopted;
  const listed: readonly unknown[] = Array.isArray(additionalAudiences) ? additionalAudiences : [];
  const others = new Set(listed.filter((item) => typeof item === "string")).size;
  const [path, remedy] =
    workloads.length >= others
      ? (["workloads", FEWER_WORKLOADS] as const)
      : (["additionalAudiences", FEWER_AUDIENCES] as const);
  const least = own + Math.max(adopted, others);
  for (const message of clientIdProblems(least, remedy)) {
    checks.report(path, message);
  }
}

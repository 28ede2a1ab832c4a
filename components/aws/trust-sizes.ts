import { entraIssuer, TRUST_POLICY_QUOTA, TRUST_POLICY_QUOTA_MAXIMUM } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import type { AzureToAwsFederationArgs } from "../federation/azure-to-aws-federation-args";
import { leastTrustPolicySize, quotaProblems } from "./checked-trust-policy";

/** Stands for every GUID that is still unknown; all have the same length. */
const SOME_GUID = "00000000-0000-4000-8000-000000000000";

/** No issuer of Entra's is shorter. */
const SHORTEST_ISSUER = entraIssuer(SOME_GUID, { tokenVersion: 1 }).url;

/**
 * Reports workloads whose trust policy cannot fit, in the first preview already, by the least length that it can have.
 * The arguments must have passed all other checks.
 */
export function checkTrustSizes(checks: ArgumentChecks, args: AzureToAwsFederationArgs): void {
  const { trustPolicyQuota = TRUST_POLICY_QUOTA } = args;
  // A quota that is known only later is taken for the highest that there is.
  const quota = typeof trustPolicyQuota === "number" ? trustPolicyQuota : TRUST_POLICY_QUOTA_MAXIMUM;
  for (const [name, workload] of Object.entries(args.workloads)) {
    const { additionalSubjects, allowedSourceIps: sourceIps, conditions } = workload;
    if (!Array.isArray(additionalSubjects)) continue;
    const subjects = [SOME_GUID, ...additionalSubjects];
    const least = leastTrustPolicySize(SHORTEST_ISSUER, [SOME_GUID], subjects, { sourceIps, conditions });
    for (const { reason } of quotaProblems(least, quota)) {
      checks.report(`workloads.${name}.additionalSubjects`, reason);
    }
  }
}

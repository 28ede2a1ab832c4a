import { entraIssuer } from "../../trust/entra";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { plannedQuotaProblems, type TrustQuota } from "../federated-role/trust-quota";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";

/** Replaces every GUID that is still unknown; all have the same length. */
const SOME_GUID = "00000000-0000-4000-8000-000000000000";

/** Entra has no shorter issuer. */
const SHORTEST_ISSUER = entraIssuer(SOME_GUID, { tokenVersion: 1 }).url;

/**
 * Reports workloads whose trust policy cannot fit, by the minimum length that it can have. So the first preview reports them
 * too. The arguments must have passed all other checks.
 */
export function checkTrustSizes(
  checks: ArgumentChecks,
  { workloads }: CheckedFederationArgs,
  quota: TrustQuota,
): void {
  for (const [name, { additionalSubjects, allowedSourceIps, conditions }] of workloads) {
    const planned = {
      issuer: SHORTEST_ISSUER,
      audiences: [SOME_GUID],
      // If the list is known only later, the workload's own identity is still certain.
      subjects: [SOME_GUID, ...(Array.isArray(additionalSubjects) ? additionalSubjects : [])],
      allowedSourceIps,
      conditions,
    };
    for (const { path, ...message } of plannedQuotaProblems(planned, quota)) {
      checks.report(`workloads.${name}.${path === "subjects" ? "additionalSubjects" : path}`, message);
    }
  }
}

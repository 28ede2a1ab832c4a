import { entraIssuer } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { knownQuota, leastTrustPolicy, quotaProblems } from "../federated-role/trust-quota";
import type { AzureToAwsFederationArgs } from "./azure-to-aws-federation-args";

/** Stands for every GUID that is still unknown; all have the same length. */
const SOME_GUID = "00000000-0000-4000-8000-000000000000";

/** No issuer of Entra's is shorter. */
const SHORTEST_ISSUER = entraIssuer(SOME_GUID, { tokenVersion: 1 }).url;

/**
 * Reports workloads whose trust policy cannot fit, in the first preview already, by the least length that it can have.
 * The arguments must have passed all other checks.
 */
export function checkTrustSizes(checks: ArgumentChecks, args: AzureToAwsFederationArgs): void {
  const quota = knownQuota(args.trustPolicyQuota);
  for (const [name, workload] of Object.entries(args.workloads)) {
    const { additionalSubjects, allowedSourceIps: sourceIps, conditions } = workload;
    // Of a list that is known only later, the workload's own identity is certain.
    const subjects = [SOME_GUID, ...(Array.isArray(additionalSubjects) ? additionalSubjects : [])];
    const least = leastTrustPolicy(SHORTEST_ISSUER, [SOME_GUID], subjects, { sourceIps, conditions });
    if (least === undefined) {
      continue;
    }
    for (const { path, ...message } of quotaProblems(least, quota)) {
      checks.report(`workloads.${name}.${path === "subjects" ? "additionalSubjects" : path}`, message);
    }
  }
}

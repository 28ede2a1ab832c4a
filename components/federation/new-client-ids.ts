import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { clientIdProblems, FEWER_AUDIENCES, FEWER_WORKLOADS } from "../oidc-provider/client-ids";
import type { AzureToAwsFederationArgs } from "./azure-to-aws-federation-args";
import type { WorkloadSettings } from "./workload-settings";

/**
 * Reports more client IDs of v2 tokens than IAM takes on one provider. Identities that do not exist yet have none, so
 * that the provider's own component sees the list only in the update; what it sees in a preview it reports itself.
 */
export function reportNewClientIds(checks: ArgumentChecks, args: AzureToAwsFederationArgs): void {
  const { tokenVersion, additionalAudiences, workloads } = args;
  if (tokenVersion !== 2) {
    return;
  }
  // What is no workload is reported elsewhere. The client ID of an adopted identity can be among additionalAudiences too.
  const given = Object.values((workloads as object | undefined) ?? {}) as (
    Partial<WorkloadSettings> | undefined
  )[];
  const adopted = given.filter((workload) => isGiven(workload?.identityId)).length;
  const own = given.length - adopted;
  const listed: readonly unknown[] = Array.isArray(additionalAudiences) ? additionalAudiences : [];
  const others = new Set(listed.filter((item) => typeof item === "string")).size;
  const [path, remedy] =
    given.length >= others
      ? (["workloads", FEWER_WORKLOADS] as const)
      : (["additionalAudiences", FEWER_AUDIENCES] as const);
  const least = own + Math.max(adopted, others);
  for (const reason of clientIdProblems(least, remedy)) {
    checks.report(path, reason);
  }
}

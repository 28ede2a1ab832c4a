/** The audit's rule on trust policies with an audience that does not exist in the Entra tenant. */
import { microsoftResource, recognizeEntraIssuer } from "../../../trust";
import type { AuditRule } from "./audit-rule";

/** Never to delete the condition: a statement without it admits more than before. */
const FIX =
  "Replace the audience with the application ID URI that the application has. If nothing is to get in by it, delete the statement or the role, never the condition.";

/** Audiences that no application and no identity of the tenant has. */
export const audienceNamesNoApplication: AuditRule = {
  id: "audience-names-no-application",
  severity: "medium",
  title: "Every audience of a trust policy is an application or an identity of the tenant.",
  why: "Entra issues no token with this audience today. Someone who may register applications can take it, if the tenant's policies allow the URI, and then decide who gets tokens.",
  fix: `${FIX} Deleting only the audience would let in tokens for every other application.`,
  limits:
    "The rule looks at tenants of which the snapshot has all applications and service principals. Applications of other tenants count as far as they have a service principal in this one. Audiences of Microsoft's own resources, such as Azure Resource Manager, are left out: Entra issues tokens for them in every tenant, and nobody else can register them.",
  *find({ roles, index }) {
    for (const { role, entries } of roles) {
      for (const { provider, audiences, closedBy } of entries) {
        const tenant = recognizeEntraIssuer(provider)?.tenantId;
        if (
          tenant === undefined ||
          !index.has("entra", tenant, "applications") ||
          !index.has("entra", tenant, "service-principals")
        ) {
          continue;
        }
        for (const audience of audiences.filter(
          (one) => index.applicationOf(one, provider) === undefined && microsoftResource(one) === undefined,
        )) {
          const isClosed = closedBy === "application";
          yield {
            subject: role.arn,
            message: `Role ${role.name} of account ${role.account} demands the audience ${audience}, and no application of tenant ${tenant} has it${isClosed ? ", so nobody can assume it by this statement" : ""}.`,
            remedy: FIX,
            ...(isClosed ? { reach: "nobody" } : {}),
            cause: [provider, audience],
          };
        }
      }
    }
  },
};

/** The audit's rule on stale client IDs in an Entra provider. */
import { microsoftResource, recognizeEntraIssuer } from "../../../trust";
import type { AuditRule } from "./audit-rule";

/** Client IDs of a provider that no application and no identity of the tenant has. */
export const clientIdWithoutApplication: AuditRule = {
  id: "client-id-without-application",
  severity: "low",
  title: "Every client ID of a provider is an application or an identity of its tenant.",
  why: "The application was deleted. Someone who registers one with the same URI gets tokens that the provider takes.",
  fix: "Remove it: `aws iam remove-client-id-from-open-id-connect-provider`.",
  limits:
    "The rule looks at tenants of which the snapshot has all applications and service principals. Microsoft's own resources are left out: a tenant need not have a service principal for them.",
  *find({ estate, index }) {
    for (const { arn, name, clientIds } of estate.providers) {
      const tenant = recognizeEntraIssuer(name)?.tenantId;
      if (
        tenant === undefined ||
        clientIds === undefined ||
        !index.has("entra", tenant, "applications") ||
        !index.has("entra", tenant, "service-principals")
      ) {
        continue;
      }
      for (const clientId of clientIds.filter(
        (id) => index.applicationOf(id, name) === undefined && microsoftResource(id) === undefined,
      )) {
        yield {
          subject: arn,
          message: `The provider ${arn} lists the client ID ${clientId}, and no application or identity of tenant ${tenant} has it.`,
          remedy: "Remove the client ID from the provider.",
          cause: [clientId],
        };
      }
    }
  },
};

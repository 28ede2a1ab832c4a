/** The audit's rule on identities that get no token for their role, because they lack an assignment. */
import { recognizeEntraIssuer } from "../../../trust";
import { acceptedApplications } from "../model/closed-entries";
import type { EstateIndex, KnownApplication } from "../model/estate-index";
import type { AuditRule } from "./audit-rule";

const FIX =
  "Assign the identity to the application if the workload needs the role. Otherwise delete the statement or the role, never the condition.";

/** Exact subjects that are not assigned to an application that requires it. */
export const identityNotAssigned: AuditRule = {
  id: "identity-not-assigned",
  severity: "low",
  title:
    "Every subject of a trust policy is assigned to the application of its audience, if that requires assignment.",
  why: "Entra issues no token for the application to an identity that is not assigned. The role is dead configuration, or a workload is waiting for it. It still counts as open to the identity: anyone who may assign identities opens it.",
  fix: FIX,
  limits:
    "The rule looks at tokens of version 1, and at tenants of which the snapshot has all assignments. An assigned group may have the identity as a member, so there is no finding then.",
  *find({ roles, index }) {
    for (const { role, entries } of roles) {
      for (const { provider, audiences, identities, exact, reach } of entries) {
        if (reach !== undefined || !exact || recognizeEntraIssuer(provider)?.tokenVersion !== 1) {
          continue;
        }
        const audience = { kind: "exact", values: audiences } as const;
        const applications = acceptedApplications({ provider, audience }, role.account, index) ?? [];
        for (const id of identities) {
          const lacking = applications.filter((one) => lacks(one, id, index));
          const [application] = lacking;
          if (application !== undefined && lacking.length === applications.length) {
            yield {
              subject: role.arn,
              message: `Role ${role.name} of account ${role.account} trusts ${index.identity(id)?.name ?? id}, which is not assigned to application ${application.name} (${application.appId}), so Entra issues no token to it today.`,
              remedy: FIX,
              cause: [provider, application.appId, id],
            };
          }
        }
      }
    }
  },
};

/** Whether an application requires an assignment that an identity does not have. Every application gets tokens for itself. */
function lacks(application: KnownApplication, id: string, index: EstateIndex): boolean {
  const { servicePrincipal, tenant } = application;
  return (
    servicePrincipal?.appRoleAssignmentRequired === true &&
    servicePrincipal.id !== id &&
    index.has("entra", tenant, "app-role-assignments") &&
    !index
      .assignmentsOf(application)
      .some(({ principalId, principalType }) => principalId === id || principalType !== "ServicePrincipal")
  );
}

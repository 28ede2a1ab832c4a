import { isGuid, recognizeEntraIssuer } from "../../../trust";
import type { AuditRule } from "./audit-rule";

/** Subjects that no identity of the tenant has. */
export const subjectNamesNoIdentity: AuditRule = {
  id: "subject-names-no-identity",
  severity: "medium",
  title: "Every subject of a trust policy is an identity of the tenant.",
  why: "The identity was deleted, or the ID is wrong, such as a client ID in the place of an object ID. The role is dead configuration, and a workload may be waiting for it.",
  fix: "Write the object ID (principal ID) of the identity, or delete the subject or the role.",
  limits:
    "The rule looks at tenants of which the snapshot has all service principals. Subjects of users are not object IDs, and are left out.",
  *find({ roles, index }) {
    for (const { role, entries } of roles) {
      for (const { provider, subjects, exact } of entries) {
        const tenant = recognizeEntraIssuer(provider)?.tenantId;
        if (tenant === undefined || !exact || !index.has("entra", tenant, "service-principals")) {
          continue;
        }
        for (const subject of subjects.filter((id) => isGuid(id) && index.identity(id) === undefined)) {
          const application = index.application(subject);
          const hint =
            application === undefined
              ? ""
              : ` It is the client ID of ${application.name}, whose object ID is ${application.servicePrincipal?.id ?? "another one"}.`;
          yield {
            subject: role.arn,
            message: `Role ${role.name} trusts the subject ${subject}, and no identity of tenant ${tenant} has this object ID.${hint}`,
            remedy: "Write the object ID of the identity, or delete the subject.",
            cause: [provider, subject],
          };
        }
      }
    }
  },
};

import { isGuid, recognizeEntraIssuer } from "../../../trust";
import type { EstateIndex } from "../model/estate-index";
import type { AuditRule } from "./audit-rule";

/** Never to delete the condition: a statement without it admits more than before. */
const FIX =
  "Replace the subject with the object ID of the identity. If nothing is to get in by it, delete the statement or the role, never the condition.";

/** Subjects that no identity of the tenant has. */
export const subjectNamesNoIdentity: AuditRule = {
  id: "subject-names-no-identity",
  severity: "medium",
  title: "Every subject of a trust policy is an identity of the tenant.",
  why: "The identity was deleted, or the ID is wrong, such as a client ID in the place of an object ID. The role is dead configuration, and a workload may be waiting for it.",
  fix: `${FIX} Deleting only the subject would let in every identity that can get a token for the audience.`,
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
          const hint = hintOf(subject, tenant, index);
          yield {
            subject: role.arn,
            message: `Role ${role.name} of account ${role.account} trusts the subject ${subject}, and no identity of tenant ${tenant} has this object ID.${hint}`,
            remedy: FIX,
            cause: [provider, subject],
          };
        }
      }
    }
  },
};

/** Which service principal was probably meant, if the subject is an ID of an application. */
function hintOf(subject: string, tenant: string, index: EstateIndex): string {
  const byClientId = index.application(subject);
  const application = byClientId ?? index.applicationWithObjectId(subject);
  if (application === undefined) {
    return "";
  }
  const { name, appId } = application;
  const what = `It is the ${byClientId === undefined ? "object ID of the application" : "client ID of"} ${name}`;
  const meant = index.estate.servicePrincipals.find((one) => one.appId === appId && one.tenant === tenant);
  return meant === undefined
    ? ` ${what}, which has no service principal in this tenant.`
    : ` ${what}. The object ID of its service principal is ${meant.id}, which was probably meant.`;
}

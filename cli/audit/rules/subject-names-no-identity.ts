/** The audit's rule on subjects that are deleted, disabled, or misspelled. */
import { recognizeEntraIssuer } from "../../../trust";
import type { EstateIndex } from "../model/estate-index";
import { deadSubject, ignoresCase } from "../model/subjects";
import type { AuditRule } from "./audit-rule";

/** Never to delete the condition: a statement without it admits more than before. */
const FIX =
  "Replace the subject with the object ID of the identity. If nothing is to get in by it, delete the statement or the role, never the condition.";

const FIX_DISABLED =
  "Delete the statement or the role, never the condition. Or enable the identity again: then it can assume the role at once.";

/** Subjects that no identity of the tenant has, or only a disabled one. */
export const subjectNamesNoIdentity: AuditRule = {
  id: "subject-names-no-identity",
  severity: "medium",
  title: "Every subject of a trust policy is an enabled identity of the tenant.",
  why: "The identity was deleted or disabled, or the ID is wrong, such as a client ID in the place of an object ID, or an ID in capitals. Entra issues no token with this subject. The role is dead configuration, and a workload may be waiting for it.",
  fix: `${FIX} Deleting only the subject would let in every identity that can get a token for the audience.`,
  limits:
    "The rule looks at tenants of which the snapshot has all service principals. Subjects of users are not object IDs, and are left out.",
  *find({ roles, index }) {
    for (const { role, entries } of roles) {
      for (const entry of entries) {
        const { provider, subjects, exact, closedBy } = entry;
        const tenant = recognizeEntraIssuer(provider)?.tenantId;
        if (tenant === undefined || !exact) {
          continue;
        }
        const folds = ignoresCase(role, entry);
        for (const subject of subjects) {
          const dead = deadSubject(subject, provider, index, folds);
          if (dead === undefined) {
            continue;
          }
          const isDisabled = dead === "subject-disabled";
          const isClosed = closedBy === "subject" || closedBy === "subject-disabled";
          yield {
            subject: role.arn,
            message: `Role ${role.name} of account ${role.account} trusts the subject ${subject}, and ${
              isDisabled
                ? `the identity ${index.identity(folds ? subject.toLowerCase() : subject)?.name ?? subject} is disabled in tenant ${tenant}`
                : `no identity of tenant ${tenant} has this object ID`
            }${isClosed ? ", so nobody can assume it by this statement" : ""}.${isDisabled ? "" : hintOf(subject, tenant, index)}`,
            remedy: isDisabled ? FIX_DISABLED : FIX,
            ...(isClosed ? { reach: "nobody" } : {}),
            cause: isDisabled ? [provider, subject, dead] : [provider, subject],
          };
        }
      }
    }
  },
};

/** Which service principal was probably meant, if the subject is in capitals or an ID of an application. */
function hintOf(given: string, tenant: string, index: EstateIndex): string {
  const subject = given.toLowerCase();
  const identity = index.identity(subject);
  if (identity !== undefined) {
    return ` It is ${identity.name} in other letters: Entra's tokens have ${subject}, and IAM compares case.`;
  }
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

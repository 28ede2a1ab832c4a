/** The audit's rule on long-lived credentials of an identity that can assume a role. */
import { identitiesOf } from "../model/entries";
import type { AuditRule } from "./audit-rule";

/** Applications whose identity opens a role, and that have a long-lived secret, or whose service principal has one. */
export const subjectHasSecret: AuditRule = {
  id: "subject-has-secret",
  severity: "medium",
  title: "An identity that opens a role has no long-lived secret.",
  why: "Anyone who has the secret can sign in as the application from anywhere, and then assume the role. It is an access key in another cloud.",
  fix: "Use a managed identity as the subject, or replace the secret by a federated credential.",
  limits:
    "The rule looks at secrets and certificates of applications and of their service principals that have not expired. A snapshot of an earlier version lacks those of service principals. Those of managed identities are Azure's own.",
  *find({ roles, index, at }) {
    const opened = new Map<string, Map<string, string>>();
    for (const { role, entries } of roles) {
      for (const id of identitiesOf(entries)) {
        opened.set(id, (opened.get(id) ?? new Map<string, string>()).set(role.arn, role.name));
      }
    }
    for (const [id, names] of opened) {
      const principal = index.identity(id)?.servicePrincipal;
      const application =
        principal === undefined ? undefined : index.application(principal.appId)?.application;
      if (principal === undefined || principal.servicePrincipalType === "ManagedIdentity") {
        continue;
      }
      const own = application?.credentials ?? [];
      const valid = [...own, ...(principal.credentials ?? [])].filter(
        // One whose end is not known has not ended.
        ({ endDateTime }) => typeof endDateTime !== "string" || !(new Date(endDateTime) <= at),
      );
      const isOwn = valid.some((one) => own.includes(one));
      const secrets = valid.filter(({ kind }) => kind === "password").length;
      if (valid.length > 0) {
        yield {
          subject: id,
          roles: [...names.keys()],
          message: `${isOwn ? `Application ${application?.displayName ?? principal.displayName}` : `The service principal of application ${principal.displayName}`} has ${secrets > 0 ? "a secret" : "a certificate"}, and its identity ${id} opens ${[...names.values()].slice(0, 3).join(", ")}.`,
          remedy: "Use a managed identity as the subject, or replace the secret by a federated credential.",
          severity: secrets > 0 ? "medium" : "low",
          cause: [secrets > 0],
        };
      }
    }
  },
};

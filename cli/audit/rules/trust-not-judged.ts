/** The audit's rule on roles with an unknown verdict: the input lacks part of their trust policy. */
import type { AuditRule } from "./audit-rule";

/** Roles whose trust policy the input does not have completely. */
export const trustNotJudged: AuditRule = {
  id: "trust-not-judged",
  severity: "medium",
  title: "The input has the whole trust policy of every role.",
  why: "The audit does not know who can assume the role, so it may be open to anyone.",
  fix: "Collect again, or export the authorization details of the account as the AWS CLI prints them.",
  limits: "None: the rule reports what the audit itself could not do.",
  *find({ roles }) {
    for (const model of roles) {
      if (model.trust.verdict === "unknown") {
        yield {
          subject: model.role.arn,
          message: model.sentence,
          remedy: "Collect again, or export the authorization details of the account.",
        };
      }
    }
  },
};

/** The audit's rule on harmless-looking roles that reach a powerful one through AssumeRole calls. */
import type { AuditRule } from "./audit-rule";
import { isPowerful } from "./powerful-role-behind-weak-door";

/** Roles with few permissions from which a powerful role can be assumed. */
export const roleLeadsToAdministrator: AuditRule = {
  id: "role-leads-to-administrator",
  severity: "high",
  title: "A role for workloads does not lead to an administrator by sts:AssumeRole.",
  why: "The role looks harmless by its own policies, but one call of AssumeRole, or a few, makes its sessions an administrator.",
  fix: "Limit `sts:AssumeRole` in the role's policies to the roles that it needs, and name exact roles in the trust policies of the others.",
  limits:
    "Conditions on both sides that the audit cannot evaluate are named in the report, and the step is left out. Roles in accounts that the input does not have are not followed.",
  *find({ roles }) {
    for (const { role, permissions, onward, reach } of roles) {
      const target = onward.roles.find(isPowerful);
      if ((reach === undefined || reach === "nobody") && !isPowerful(permissions) && target !== undefined) {
        yield {
          subject: role.arn,
          message: `Role ${role.name} of account ${role.account} can assume ${target.arn} in ${target.steps === 1 ? "one step" : `${target.steps} steps`}, which ${target.power === "administrator" ? "is an administrator" : "can give itself more permissions"}.`,
          remedy: `Limit sts:AssumeRole in its policies, or the trust policy of ${target.arn}.`,
          severity: reach === "nobody" ? "low" : "high",
          cause: [target.arn],
        };
      }
    }
  },
};

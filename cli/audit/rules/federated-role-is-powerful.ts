/** The audit's rule on administrators and escalation in roles whose trust policy is not weak. */
import type { AuditRule } from "./audit-rule";
import { isPowerful } from "./powerful-role-behind-weak-door";

/** Roles that are, can become, or may be administrators, and that no stranger can assume. */
export const federatedRoleIsPowerful: AuditRule = {
  id: "federated-role-is-powerful",
  severity: "high",
  title: "A role for workloads is no administrator, and cannot give itself more permissions.",
  why: "An attacker who takes over the workload, or anything in Azure that controls its identity, owns the AWS account.",
  fix: "Replace the policies of the role by one with the actions that the workload uses. `azure-to-aws keys plan` writes one from CloudTrail.",
  limits:
    "A path with permissions on named resources counts only if the role itself, or a policy that is attached to it, is among them. With `iam:PassRole`, `iam:UpdateAssumeRolePolicy`, `iam:CreateAccessKey`, and passwords, a named role or user of the account that is powerful counts too. So does a named role that the role can assume, if it may give that role permissions. A role that may be able to give itself more permissions has something that the policy pack refuses, but no path is proven. A path that passes a role to a service counts only if the account has such a role and it adds something. If the input does not have all roles of the account, any role may be such a role.",
  *find({ roles }) {
    for (const model of roles) {
      const { role, permissions, reach } = model;
      if ((reach === undefined || reach === "nobody") && isPowerful(permissions)) {
        yield {
          subject: role.arn,
          message: `${model.sentence} ${permissions.because}`,
          remedy: "Replace its policies by one with the actions that the workload uses.",
          severity: reach === "nobody" ? "low" : "high",
          cause: [permissions.power, permissions.escalations.map(({ id }) => id)],
        };
      } else if (reach === undefined && permissions.possible !== undefined) {
        yield {
          subject: role.arn,
          message: `Role ${role.name} of account ${role.account} ${permissions.possible === "administrator" ? "may be an administrator" : "may be able to give itself more permissions"}. ${permissions.notSeen[0] ?? ""}`,
          remedy: "Read the conditions. Replace its policies by one with the actions that the workload uses.",
          severity: "medium",
          cause: [permissions.power, permissions.possible],
        };
      }
    }
  },
};

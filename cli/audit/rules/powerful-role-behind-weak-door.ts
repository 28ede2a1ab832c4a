/** The audit's rule on its worst case: power over the account behind a weak trust policy. */
import type { Reach } from "../../../trust";
import { counted } from "../../report/counted";
import type { OnwardRole, Permissions } from "../audit-report";
import type { RoleModel } from "../model/audit-model";
import type { AuditRule } from "./audit-rule";
import { conditionsOf } from "./trust-reach";

/** Reaches that let more in than the policy seems to name. */
const WEAK: readonly Reach[] = ["anyone", "tenant", "assigned", "replay"];

/** Roles that too many can assume, and that are administrators, can become one, or lead to one. */
export const powerfulRoleBehindWeakDoor: AuditRule = {
  id: "powerful-role-behind-weak-door",
  severity: "critical",
  title: "No role with power over the account has a weak trust policy.",
  why: "Anyone who gets in owns the account: the role is an administrator, can give itself more permissions, or can assume a role that is or can.",
  fix: "Correct the trust policy first, today. Then take the permissions from the role that it does not use.",
  limits:
    "Permissions come from the policies of the role, minus its boundary and its denies. Service control policies are not in the input.",
  *find({ roles }) {
    for (const model of roles) {
      const { reach } = model;
      const worst = worstPower(model);
      if (reach !== undefined && WEAK.includes(reach) && worst !== undefined) {
        yield {
          subject: model.role.arn,
          message: `${model.sentence} ${powerOf(model)} ${conditionsOf(model.trust.findingsOf(reach))}`,
          remedy:
            "Correct the trust policy first. Then take the permissions from the role that it does not use.",
          severity: reach === "replay" || reach === "assigned" ? "high" : "critical",
          reach,
          cause: [worst],
        };
      }
    }
  },
};

/** What gives the power: the role's policies, or the roles that it can assume. */
function powerOf({ permissions, onward }: RoleModel): string {
  const target = onward.roles.find(isPowerful);
  return isPowerful(permissions) || target === undefined
    ? permissions.because
    : `It can assume ${target.arn} in ${counted(target.steps, "step")}.`;
}

/** The power over the account that a role has or leads to; `undefined` if there is none. */
function worstPower({
  permissions,
  onward,
}: Pick<RoleModel, "permissions" | "onward">): Permissions["power"] | undefined {
  return isPowerful(permissions) ? permissions.power : onward.roles.find(isPowerful)?.power;
}

/** Whether a role is an administrator or can give itself more. */
export function isPowerful({ power }: Pick<Permissions | OnwardRole, "power">): boolean {
  return power === "administrator" || power === "escalation";
}

/** The audit's rule on federated roles without recent use. */
import type { AuditRule } from "./audit-rule";

/** How long a role may be unused, in days. IAM itself looks back 400 days. */
const DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;

/** Roles that nobody used within 90 days. */
export const roleUnused: AuditRule = {
  id: "role-unused",
  severity: "low",
  title: "A role that outsiders can assume is in use.",
  why: "A role that nobody uses is a door that nobody watches. Deleting it costs nothing.",
  fix: "Ask the owner, and delete the role. `azure-to-aws suspend` closes it first, and can be undone.",
  limits:
    "IAM keeps the last use for 400 days, and it can be hours late. A role that is younger than 90 days is not reported. Inputs of `list-roles` have no last use.",
  *find({ roles, at }) {
    for (const { role, reach } of roles) {
      const { created, lastUsed } = role;
      const isOld = created !== undefined && daysSince(created, at) > DAYS;
      if (lastUsed === undefined || !isOld) {
        continue;
      }
      if (lastUsed === "never" || daysSince(lastUsed, at) > DAYS) {
        const when = lastUsed === "never" ? "within the last 400 days" : `since ${lastUsed.slice(0, 10)}`;
        yield {
          subject: role.arn,
          message: `Nobody used role ${role.name} of account ${role.account} ${when}.`,
          remedy: `Ask its owner, and delete it. Close it first: azure-to-aws suspend ${role.arn}.`,
          severity:
            reach !== undefined && ["anyone", "tenant", "assigned"].includes(reach) ? "medium" : "low",
        };
      }
    }
  },
};

function daysSince(date: string, at: Date): number {
  return (at.getTime() - new Date(date).getTime()) / DAY;
}

/** The preflight check against missing IAM permissions, with the deployer's policy as the fix. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotRead, type Check, type CheckManual, ok, wrong } from "../check";
import type { DeniedIamAction } from "../readers/denied-iam-actions";

/** How the report calls this check. */
const IAM_ACTIONS = coded("iam-actions", "IAM actions");

/** What the manual says about this check. */
export const IAM_ACTIONS_MANUAL: CheckManual = {
  check: IAM_ACTIONS,
  cause:
    "IAM's simulator does not allow the login an action of `aws-deployer.json`, or the login may not simulate. It is asked about a role as Pulumi names it, `NAME-workload-role-0000000`, or about the roles of `--role`.",
  fix: "Attach the policy for deployers in [permissions](../reference/permissions.md) to the login.",
  reads: "`iam:SimulatePrincipalPolicy`, `iam:GetRole`.",
  cannotTell: "If the configuration has a separate login; without its permissions, and for the root user.",
};

/** How many missing actions are named; the others are counted. */
const NAMED = 4;

/**
 * Whether IAM's simulator allows every action that a deployer needs.
 *
 * @param roles - The names of the roles that were simulated.
 */
export function checkIamActions(
  denied: Reading<readonly DeniedIamAction[]>,
  roles: readonly string[],
): Check {
  if (!isRead(denied)) {
    return cannotRead(
      IAM_ACTIONS,
      denied,
      "# To let this check read, allow iam:SimulatePrincipalPolicy and iam:GetRole on the login's own principal.",
    );
  }
  const missing = denied.value;
  if (missing.length === 0) {
    return ok(
      IAM_ACTIONS,
      `IAM's simulator allows all actions that are needed, with ${roles.length === 1 ? "the role" : "the roles"} ${roles.join(", ")}`,
    );
  }
  const named = missing.slice(0, NAMED).map(({ action }) => action);
  const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : "";
  const resources = [...new Set(missing.map(({ resource }) => resource))].join(" and ");
  return wrong(IAM_ACTIONS, {
    found: `IAM's simulator does not allow ${named.join(", ")}${more} on ${resources}`,
    expected: "the policy docs/reference/permissions/aws-deployer.json",
    fix: [
      "aws iam create-policy --policy-name azure-to-aws-deployer --policy-document file://node_modules/@azure-to-aws/cli/docs/reference/permissions/aws-deployer.json  # then attach it to the login",
      ...(missing.some(({ resource }) => resource.includes(":role/"))
        ? ["# If the program names the roles otherwise (roleName), repeat with --role."]
        : []),
    ].join("\n"),
  });
}

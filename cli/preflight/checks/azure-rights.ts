/** The preflight check against missing Azure permissions, with the role assignment that adds them. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { coded } from "../../../messages";
import { type AzurePermission, mayDo } from "../../clouds/microsoft/azure-rights";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";

/** How the report calls this check. */
const AZURE_RIGHTS = coded("azure-rights", "Azure rights");

/** What the manual says about this check. */
export const AZURE_RIGHTS_MANUAL: CheckManual = {
  check: AZURE_RIGHTS,
  cause:
    "An action that `pulumi up` needs is missing: on the subscription or the resource group for what is created, or on an adopted resource.",
  fix: "Assign the role that the report names: `az role assignment create --assignee-object-id OBJECT_ID --role ROLE --scope SCOPE`.",
  reads: "`Microsoft.Authorization/permissions/read`.",
  cannotTell: "If the configuration has a separate login; whether deny assignments or locks stop the update.",
};

/** What a login must be allowed on one scope. */
export interface ScopedRights {
  /** The ID of a subscription, a resource group, or a resource; `undefined` if it is not known. */
  readonly scope: string | undefined;
  readonly permissions: Reading<readonly AzurePermission[]>;
  readonly actions: readonly string[];
  /** The built-in role that has these actions. */
  readonly role: string;
}

/** What the check of Azure rights looks at. */
export interface AzureRightsFacts {
  readonly objectId: string | undefined;
  readonly scopes: readonly ScopedRights[];
}

/** How many missing actions of a scope are named; the others are counted. */
const NAMED = 4;

/**
 * Whether the login may create, change, and delete what a federation has in Azure, and use what it adopts, each in its own
 * scope.
 */
export function checkAzureRights({ objectId, scopes }: AzureRightsFacts): Check {
  const lacking: string[] = [];
  const unread: string[] = [];
  const fixes: string[] = [];
  const roles = new Set<string>();
  for (const { scope, permissions, actions, role } of scopes) {
    const where = scope ?? "the scope";
    if (!isRead(permissions)) {
      unread.push(
        scopes.length === 1 ? permissions.refused : `the rights on ${where}: ${permissions.refused}`,
      );
      continue;
    }
    const missing = actions.filter((action) => !mayDo(permissions.value, action));
    if (missing.length > 0) {
      const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : "";
      lacking.push(`no right to ${missing.slice(0, NAMED).join(", ")}${more} on ${where}`);
      roles.add(role);
      fixes.push(
        `az role assignment create --assignee-object-id ${objectId ?? "<object ID>"} --role ${quoteWord(role)} --scope ${scope === undefined ? "<scope>" : quoteWord(scope)}`,
      );
    }
  }
  if (lacking.length > 0) {
    return wrong(AZURE_RIGHTS, {
      found: lacking.join("; "),
      expected: `the role${roles.size === 1 ? "" : "s"} ${[...roles].join(", ")}, or the roles of docs/reference/permissions.md`,
      fix: fixes.join("\n"),
    });
  }
  if (unread.length > 0) {
    return cannotTell(AZURE_RIGHTS, unread.join("; "));
  }
  return ok(
    AZURE_RIGHTS,
    scopes.map(({ actions, scope }) => `all ${actions.length} actions on ${scope ?? "the scope"}`).join("; "),
  );
}

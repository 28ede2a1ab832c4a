import { quoteWord } from "../../../credential-helper/shell-quote";
import { type AzurePermission, mayDo } from "../azure-rights";
import { cannotTell, type Check, ok, wrong } from "../check";
import { isRead, type Reading } from "../reading";

/** What the check of Azure rights looks at. */
export interface AzureRightsFacts {
  readonly permissions: Reading<readonly AzurePermission[]>;
  /** The ID of the subscription or of the adopted resource group. */
  readonly scope: string | undefined;
  readonly objectId: string | undefined;
  readonly actions: readonly string[];
}

/** How many missing actions are named; the others are counted. */
const NAMED = 4;

/** Whether the login may create, change, and delete what a federation has in Azure. */
export function checkAzureRights({ permissions, scope, objectId, actions }: AzureRightsFacts): Check {
  const id = "azure-rights";
  if (!isRead(permissions)) {
    return cannotTell(id, permissions.refused);
  }
  const missing = actions.filter((action) => !mayDo(permissions.value, action));
  if (missing.length === 0) {
    return ok(id, `all ${actions.length} actions on ${scope ?? "the scope"}`);
  }
  const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : "";
  return wrong(id, {
    found: `no right to ${missing.slice(0, NAMED).join(", ")}${more} on ${scope ?? "the scope"}`,
    expected: "the role Contributor, or the roles of docs/permissions.md",
    fix: `az role assignment create --assignee-object-id ${objectId ?? "<object ID>"} --role Contributor --scope ${scope === undefined ? "<scope>" : quoteWord(scope)}`,
  });
}

import { cannotTell, type Check, ok, wrong } from "../check";
import type { AzureSessions } from "../readers/azure-session";
import { isRead } from "../reading";

/** Whether the login is in the tenant that the stack deploys to. */
export function checkAzureTenant(
  { arm, elsewhere }: Pick<AzureSessions, "arm" | "elsewhere">,
  wanted: string | undefined,
): Check {
  const identity = isRead(arm) ? arm.value.identity : elsewhere;
  if (identity === undefined) {
    return cannotTell("azure-tenant", "no login to Azure");
  }
  const { tenantId } = identity;
  if (wanted === undefined) {
    return ok("azure-tenant", `${tenantId}; the configuration names none`);
  }
  return tenantId === wanted
    ? ok("azure-tenant", tenantId)
    : wrong("azure-tenant", {
        found: tenantId,
        expected: wanted,
        fix: `az login --tenant ${wanted}`,
      });
}

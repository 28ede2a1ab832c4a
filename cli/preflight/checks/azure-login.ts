import { type Check, ok, wrong } from "../check";
import type { AzureSessions } from "../readers/azure-session";
import type { AzureIdentity } from "../readers/identity-claims";
import { isRead } from "../reading";

/** Who is signed in to Azure. Both APIs must issue a token. */
export function checkAzureLogin({ how, remedy, arm, graph, elsewhere }: AzureSessions): Check {
  if (elsewhere !== undefined) {
    return ok("azure-login", describe(elsewhere, how));
  }
  const expected = "a login to Azure Resource Manager and Microsoft Graph";
  if (!isRead(arm)) {
    return wrong("azure-login", { found: `no login by ${how}: ${arm.refused}`, expected, fix: remedy });
  }
  if (!isRead(graph)) {
    const found = `no login to Microsoft Graph by ${how}: ${graph.refused}`;
    return wrong("azure-login", { found, expected, fix: remedy });
  }
  return ok("azure-login", describe(arm.value.identity, how));
}

function describe({ kind, name, objectId, clientId, tenantId }: AzureIdentity, how: string): string {
  const who = kind === "user" ? `user ${name ?? "without a name"}` : `service principal of ${clientId}`;
  return `${who}, object ID ${objectId}, tenant ${tenantId}, by ${how}`;
}

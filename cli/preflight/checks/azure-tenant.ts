/** The preflight check against a wrong tenant, and against Azure providers that differ in tenant or cloud. */
import { coded } from "../../../messages";
import type { AzureSessions } from "../../clouds/microsoft/azure-session";
import { isRead } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import { NO_AZURE_LOGIN } from "../no-login";
import type { ProviderSettings } from "../provider-settings";

/** How the report calls this check. */
const AZURE_TENANT = coded("azure-tenant", "Azure tenant");

/** What the manual says about this check. */
export const AZURE_TENANT_MANUAL: CheckManual = {
  check: AZURE_TENANT,
  cause:
    "The login is in another tenant than the configured one, or the two Azure providers have different tenants or clouds.",
  fix: "Run `az login --tenant TENANT_ID`, or correct `azure-native:tenantId` and `azuread:tenantId`.",
  reads: "The token.",
  cannotTell:
    "If the configuration has a separate login, except that two Azure providers with different tenants or clouds are still wrong.",
};

/** Other names of the clouds. Source: terraform-provider-azuread, `docs/index.md` (`environment`); azure-cli, `azure/cli/core/cloud.py`. */
const CLOUD_NAMES: Readonly<Record<string, string>> = {
  global: "public",
  azurecloud: "public",
  usgovernmentl4: "usgovernment",
  azureusgovernment: "usgovernment",
  azurechinacloud: "china",
};

function plainName(value: string): string {
  const name = value.toLowerCase();
  return CLOUD_NAMES[name] ?? name;
}

/**
 * Checks that the login is in the tenant that the stack deploys to, and that both Azure providers use the same tenant and cloud.
 *
 * @param otherLogin - Why `pulumi up` signs in as somebody else; `undefined` if it does not.
 */
export function checkAzureTenant(
  { arm, elsewhere }: Pick<AzureSessions, "arm" | "elsewhere">,
  wanted: string | undefined,
  { tenants, clouds }: Pick<ProviderSettings, "tenants" | "clouds">,
  otherLogin?: string,
): Check {
  const conflict = [tenants, clouds].find(
    ({ azureNative, azuread }) =>
      azureNative !== undefined &&
      azuread !== undefined &&
      plainName(azureNative.value) !== plainName(azuread.value),
  );
  if (conflict?.azureNative !== undefined && conflict.azuread !== undefined) {
    const { azureNative, azuread } = conflict;
    const setting = `azuread:${conflict === tenants ? "tenantId" : "environment"}`;
    return wrong(AZURE_TENANT, {
      found: `${azureNative.name} is ${azureNative.value}, and ${azuread.name} is ${azuread.value}`,
      expected: "the same for both providers",
      fix: `pulumi config set ${setting} ${azureNative.value}  # if this one is meant`,
    });
  }
  if (otherLogin !== undefined) {
    return cannotTell(AZURE_TENANT, otherLogin);
  }
  const identity = isRead(arm) ? arm.value.identity : elsewhere;
  if (identity === undefined) {
    return cannotTell(AZURE_TENANT, NO_AZURE_LOGIN.refused);
  }
  const { tenantId } = identity;
  if (wanted === undefined) {
    return ok(AZURE_TENANT, `${tenantId}; the configuration names none`);
  }
  return tenantId === wanted
    ? ok(AZURE_TENANT, tenantId)
    : wrong(AZURE_TENANT, {
        found: tenantId,
        expected: wanted,
        fix: `az login --tenant ${wanted}`,
      });
}

/** The names of the subscription and the tenant, which no report may show. */
import type { AzureClients } from "./azure-clients";

/** API version of both lists. */
const API = "2022-12-01";

/**
 * Reads them from Resource Manager, because an application with a secret has no Azure CLI that shows them. Names that cannot be
 * read are omitted: a run needs no right to read them.
 *
 * Source: Azure Resource Manager, "Subscriptions - Get" and "Tenants - List" (`displayName`, `defaultDomain`, `domains`).
 */
export async function accountNames(
  { arm }: Pick<AzureClients, "arm">,
  { tenantId, subscriptionId }: { readonly tenantId: string; readonly subscriptionId: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const [subscription, tenants] = await Promise.all([
    arm.get({ id: `/subscriptions/${subscriptionId}`, apiVersion: API }, signal).catch(() => undefined),
    arm.list({ id: "/tenants", apiVersion: API }, signal).catch(() => []),
  ]);
  const tenant = tenants.find((one) => one.tenantId === tenantId);
  const domains: unknown = tenant?.domains;
  const names = [
    subscription?.displayName,
    tenant?.displayName,
    tenant?.defaultDomain,
    ...(Array.isArray(domains) ? (domains as readonly unknown[]) : []),
  ];
  return [...new Set(names.filter((name): name is string => typeof name === "string" && name !== ""))];
}

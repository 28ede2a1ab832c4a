import {
  asList,
  entraIssuer,
  isObject,
  judgeTrustPolicy,
  type TrustFinding,
} from "azure-to-aws-federation/trust";

/**
 * Microsoft's own tenants and applications that fetch logs for Microsoft Sentinel: the audience by tenant.
 *
 * Source: Microsoft, "Set up your AWS environment to collect AWS logs to Microsoft Sentinel".
 */
export const sentinelAudiences: Readonly<Record<string, string>> = {
  "33e01921-4d64-4f8c-a055-5bdaffd5e33d": "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
  "cab8a31a-1906-4287-a0d8-4eef66b95f6e": "api://d4230588-5f84-4281-a9c7-2c15194b28f7",
};

/** A name that Sentinel gives its sessions: it ends with the ID of the workspace. */
const SESSION_NAME = /^MicrosoftSentinel_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Whether a missing subject is as Microsoft documents it for Sentinel: the provider is one of Microsoft's tenants, the
 * audience is exactly Sentinel's, and the session's name is exactly one workspace's.
 *
 * @param tenants - The tenants for which the configuration allows this.
 */
export function isSentinelTrust(
  finding: TrustFinding,
  document: unknown,
  tenants: readonly string[],
): boolean {
  const tenant = tenants.find((id) => sentinelIssuer(id)?.providerName === finding.provider);
  const audience = tenant === undefined ? undefined : sentinelAudiences[tenant.toLowerCase()];
  if (audience === undefined || finding.statement === undefined) {
    return false;
  }
  const grants = judgeTrustPolicy(document).grants.filter(({ statement }) => statement === finding.statement);
  return (
    grants.length === 1 &&
    grants.every(
      ({ audience: { kind, values } }) => kind === "exact" && values.every((value) => value === audience),
    ) &&
    hasSessionName(statementAt(document, finding.statement))
  );
}

function sentinelIssuer(tenant: string): ReturnType<typeof entraIssuer> | undefined {
  return Object.hasOwn(sentinelAudiences, tenant.toLowerCase()) ? entraIssuer(tenant) : undefined;
}

function statementAt(document: unknown, index: number): unknown {
  const policy: unknown = typeof document === "string" ? JSON.parse(document) : document;
  return isObject(policy) ? asList(policy.Statement)[index] : undefined;
}

function hasSessionName(statement: unknown): boolean {
  const condition = isObject(statement) && isObject(statement.Condition) ? statement.Condition : {};
  const pinned = isObject(condition.StringEquals) ? condition.StringEquals : {};
  const names = Object.entries(pinned).find(([key]) => key.toLowerCase() === "sts:rolesessionname")?.[1];
  const values = asList(names);
  return values.length > 0 && values.every((value) => typeof value === "string" && SESSION_NAME.test(value));
}

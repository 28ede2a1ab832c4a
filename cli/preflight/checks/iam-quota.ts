import { cannotTell, type Check, ok, wrong } from "../check";
import { describeShortage, shortages, type Usage } from "../quota";
import { isRead, type Reading } from "../reading";

/** What the check of IAM's quotas looks at. */
export interface IamQuotaFacts {
  /** `GetAccountSummary`. */
  readonly summary: Reading<Readonly<Record<string, number>>>;
  /** The account's OIDC providers. */
  readonly providers: Reading<readonly string[]>;
  /** How many roles the federation creates. */
  readonly roles: number;
  /** Whether it creates a provider. */
  readonly createsProvider: boolean;
}

/**
 * How many OIDC providers an account may have unless AWS raised it. `GetAccountSummary` does not say. Source: AWS, "IAM and
 * AWS STS quotas" (OpenId Connect providers per account).
 */
const OIDC_PROVIDERS = 100;

/** Whether IAM's quotas leave room for the federation's roles and its OIDC provider. */
export function checkIamQuota({ summary, providers, roles, createsProvider }: IamQuotaFacts): Check {
  const id = "iam-quota";
  const usages: Usage[] = [];
  const unread: string[] = [];
  if (isRead(summary) && summary.value.Roles !== undefined && summary.value.RolesQuota !== undefined) {
    usages.push({ name: "roles", used: summary.value.Roles, limit: summary.value.RolesQuota });
  } else {
    unread.push(`roles (${isRead(summary) ? "not in the summary" : summary.refused})`);
  }
  if (isRead(providers)) {
    usages.push({ name: "OIDC providers", used: providers.value.length, limit: OIDC_PROVIDERS });
  } else {
    unread.push(`OIDC providers (${providers.refused})`);
  }
  const needs = [
    { name: "roles", count: roles },
    ...(createsProvider ? [{ name: "OIDC providers", count: 1 }] : []),
  ];
  const missing = shortages(usages, needs);
  if (missing.length > 0) {
    return wrong(id, {
      found: missing.map(describeShortage).join("; "),
      expected: "room for the federation",
      // The service quotas of IAM are global, and are managed in this region.
      fix: "aws service-quotas list-service-quotas --service-code iam --region us-east-1  # then request an increase",
    });
  }
  const known = usages.map(({ name, used, limit }) => `${name} ${used} of ${limit}`).join(", ");
  return unread.length === 0
    ? ok(id, `${known} used`)
    : cannotTell(id, `${unread.join(", ")} cannot be read${known === "" ? "" : `; ${known} used`}`, {
        fix: "# To let this check read, allow iam:GetAccountSummary.",
      });
}

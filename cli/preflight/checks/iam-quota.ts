/** The preflight check against a lack of IAM quota: roles and OIDC providers per account. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import { describeShortage, shortages, type Usage } from "../quota";

/** How the report calls this check. */
const IAM_QUOTA = coded("iam-quota", "IAM quota");

/** What the manual says about this check. */
export const IAM_QUOTA_MANUAL: CheckManual = {
  check: IAM_QUOTA,
  cause: "The AWS account has no room for the roles or the OIDC provider.",
  fix: "Run `aws iam get-account-summary`. Request more quota, or delete roles that are not used.",
  reads: "`iam:GetAccountSummary`.",
  cannotTell:
    "If the configuration has a separate login; without its permission; whether AWS raised the quota of an account that has 100 OIDC providers.",
};

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
 * How many OIDC providers an account may have unless AWS raised it. `GetAccountSummary` does not say, so a full list is not
 * wrong for sure. Source: AWS, "IAM and AWS STS quotas" (OpenId Connect providers per account).
 */
const OIDC_PROVIDERS = 100;

/** The service quotas of IAM are global, and are managed in this region. */
const LOOK = "aws service-quotas list-service-quotas --service-code iam --region us-east-1";

/** Whether IAM's quotas leave room for the federation's roles and its OIDC provider. */
export function checkIamQuota({ summary, providers, roles, createsProvider }: IamQuotaFacts): Check {
  if (!isRead(summary) && summary.isWithoutLogin === true) {
    return cannotTell(IAM_QUOTA, summary.refused);
  }
  const usages: Usage[] = [];
  const unread: string[] = [];
  if (isRead(summary) && summary.value.Roles !== undefined && summary.value.RolesQuota !== undefined) {
    usages.push({ name: "roles", used: summary.value.Roles, limit: summary.value.RolesQuota });
  } else {
    unread.push(`roles (${isRead(summary) ? "not in the summary" : summary.refused})`);
  }
  if (isRead(providers)) {
    const count = providers.value.length;
    if (createsProvider && count >= OIDC_PROVIDERS) {
      unread.push(
        `OIDC providers (the account has ${count}; ${OIDC_PROVIDERS} are allowed unless AWS raised the quota)`,
      );
    } else {
      usages.push({ name: "OIDC providers", used: count, limit: OIDC_PROVIDERS });
    }
  } else {
    unread.push(`OIDC providers (${providers.refused})`);
  }
  const missing = shortages(usages, [{ name: "roles", count: roles }]);
  if (missing.length > 0) {
    return wrong(IAM_QUOTA, {
      found: missing.map(describeShortage).join("; "),
      expected: "room for the federation",
      fix: `${LOOK}  # then request an increase`,
    });
  }
  const known = usages.map(({ name, used, limit }) => `${name} ${used} of ${limit}`).join(", ");
  return unread.length === 0
    ? ok(IAM_QUOTA, `${known} used`)
    : cannotTell(IAM_QUOTA, `not known: ${unread.join(", ")}${known === "" ? "" : `; ${known} used`}`, {
        fix: isRead(summary) ? LOOK : "# To let this check read, allow iam:GetAccountSummary.",
      });
}

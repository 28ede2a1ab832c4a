/** The preflight check against deploying to the wrong AWS account. */
import { coded } from "../../../messages";
import type { AwsIdentity } from "../../clouds/aws/caller-identity";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import { NO_AWS_LOGIN } from "../no-login";

/** How the report calls this check. */
const AWS_ACCOUNT = coded("aws-account", "AWS account");

/** What the manual says about this check. */
export const AWS_ACCOUNT_MANUAL: CheckManual = {
  check: AWS_ACCOUNT,
  cause:
    "The login is in an account that `aws:allowedAccountIds` does not list, or that `aws:forbiddenAccountIds` lists.",
  fix: "Run `aws sts get-caller-identity`, and sign in to the account of the stack.",
  reads: "The login.",
  cannotTell: "If the configuration has a separate login.",
};

/** Accounts that the AWS provider accepts and refuses. */
export interface AccountLimits {
  /** Those that the stack may deploy to; empty if any is allowed. */
  readonly accountIds: readonly string[];
  /** `aws:forbiddenAccountIds`. */
  readonly forbiddenAccountIds: readonly string[];
  /** The profile that is set. */
  readonly profile: string | undefined;
}

/** Whether the login is in an account that the stack deploys to. */
export function checkAwsAccount(
  identity: Reading<AwsIdentity>,
  { accountIds, forbiddenAccountIds, profile }: AccountLimits,
): Check {
  if (!isRead(identity)) {
    return cannotTell(AWS_ACCOUNT, NO_AWS_LOGIN.refused);
  }
  const { accountId } = identity.value;
  const now = profile === undefined ? "" : `  # now: ${profile}`;
  if (forbiddenAccountIds.includes(accountId)) {
    return wrong(AWS_ACCOUNT, {
      found: `${accountId}, which aws:forbiddenAccountIds names`,
      expected: "another account",
      fix: `export AWS_PROFILE=<a profile of another account>${now}`,
    });
  }
  if (accountIds.length === 0) {
    return ok(AWS_ACCOUNT, `${accountId}; the configuration names none`);
  }
  if (accountIds.includes(accountId)) {
    return ok(AWS_ACCOUNT, accountId);
  }
  const expected = accountIds.join(" or ");
  return wrong(AWS_ACCOUNT, {
    found: accountId,
    expected,
    fix: [
      `export AWS_PROFILE=<a profile of account ${expected}>${now}`,
      `pulumi config set --path 'aws:allowedAccountIds[0]' ${accountId}  # if this account is meant`,
    ].join("\n"),
  });
}

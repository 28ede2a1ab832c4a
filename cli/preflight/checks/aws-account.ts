import { cannotTell, type Check, ok, wrong } from "../check";
import type { AwsIdentity } from "../readers/aws-session";
import { isRead, type Reading } from "../reading";

/** Whether the login is in the account that the stack deploys to. */
export function checkAwsAccount(
  identity: Reading<AwsIdentity>,
  accountIds: readonly string[],
  profile: string | undefined,
): Check {
  if (!isRead(identity)) {
    return cannotTell("aws-account", "no login to AWS");
  }
  const { accountId } = identity.value;
  if (accountIds.length === 0) {
    return ok("aws-account", `${accountId}; the configuration names none`);
  }
  if (accountIds.includes(accountId)) {
    return ok("aws-account", accountId);
  }
  const expected = accountIds.join(" or ");
  return wrong("aws-account", {
    found: accountId,
    expected,
    fix: [
      `export AWS_PROFILE=<a profile of account ${expected}>${profile === undefined ? "" : `  # now: ${profile}`}`,
      `pulumi config set --path 'aws:allowedAccountIds[0]' ${accountId}  # if this account is meant`,
    ].join("\n"),
  });
}

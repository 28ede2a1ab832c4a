/** The preflight check of the AWS login: whether there is one, and which principal it is. */
import { coded } from "../../../messages";
import type { AwsIdentity } from "../../clouds/aws/caller-identity";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";

/** How the report calls this check. */
const AWS_LOGIN = coded("aws-login", "AWS login");

/** What the manual says about this check. */
export const AWS_LOGIN_MANUAL: CheckManual = {
  check: AWS_LOGIN,
  cause: "The SDK found no login to AWS, or AWS refused it.",
  fix: "Run `aws sso login --profile NAME`, and give `--profile NAME`.",
  reads: "`sts:GetCallerIdentity`, which needs no permission.",
  cannotTell: "If the configuration has a separate login.",
};

/** Who is signed in to AWS. */
export function checkAwsLogin(identity: Reading<AwsIdentity>): Check {
  if (!isRead(identity) && identity.isWithoutLogin === true) {
    return cannotTell(AWS_LOGIN, identity.refused);
  }
  if (!isRead(identity)) {
    return wrong(AWS_LOGIN, {
      found: `no login: ${identity.refused}`,
      expected: "a login of the environment or of a profile",
      fix: "aws sso login  # or set AWS_PROFILE",
    });
  }
  return ok(AWS_LOGIN, `${identity.value.arn} in account ${identity.value.accountId}`);
}

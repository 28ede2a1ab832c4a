/** The preflight check of the AWS login: whether there is one, and which principal it is. */
import type { AwsIdentity } from "../../clouds/aws/caller-identity";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, ok, wrong } from "../check";

/** Who is signed in to AWS. */
export function checkAwsLogin(identity: Reading<AwsIdentity>): Check {
  if (!isRead(identity) && identity.isWithoutLogin === true) {
    return cannotTell("aws-login", identity.refused);
  }
  if (!isRead(identity)) {
    return wrong("aws-login", {
      found: `no login: ${identity.refused}`,
      expected: "a login of the environment or of a profile",
      fix: "aws sso login  # or set AWS_PROFILE",
    });
  }
  return ok("aws-login", `${identity.value.arn} in account ${identity.value.accountId}`);
}

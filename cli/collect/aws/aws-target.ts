import type { IAMClient } from "@aws-sdk/client-iam";
import type { ListedAccount } from "./aws-login";
import type { AwsSdks } from "./aws-sdks";

/** An account that is read. */
export interface AwsTarget {
  readonly account: ListedAccount;
  readonly iam: IAMClient;
  readonly sdks: AwsSdks;
}

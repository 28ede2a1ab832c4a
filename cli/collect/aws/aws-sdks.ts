/** The AWS SDK's packages, which only this command and a few others need. */
import type * as Iam from "@aws-sdk/client-iam";
import type * as Organizations from "@aws-sdk/client-organizations";
import type * as Sts from "@aws-sdk/client-sts";

/** The packages that are loaded. */
export interface AwsSdks {
  readonly iam: typeof Iam;
  readonly sts: typeof Sts;
  /** Only where an organization is listed. */
  readonly organizations: typeof Organizations | undefined;
}

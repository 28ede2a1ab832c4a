/** What the aws provider does about a resource that is already gone when it is to be deleted. */
import { isNotFound } from "../kernel/cloud-error";

/**
 * Takes a deletion of something missing for done, which each IAM and S3 resource of the provider does by itself.
 *
 * Source (source code): hashicorp/terraform-provider-aws, `internal/service/iam`: `access_key.go`, `openid_connect_provider.go`,
 * `policy.go`, `role.go`, `role_policy.go`, `role_policy_attachment.go`, `user.go` and `user_policy.go` return without an error
 * for `NoSuchEntityException`, and `internal/service/s3/bucket.go` for `NoSuchBucket`. An access key did not while the
 * provider used the AWS SDK for Go v1.
 */
export async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch((error: unknown) => {
    if (!isNotFound(error)) {
      throw error;
    }
  });
}

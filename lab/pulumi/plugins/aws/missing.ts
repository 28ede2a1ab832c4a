/** What the aws provider does about a resource that is already gone when it is to be deleted. */
import { isNotFound } from "../kernel/cloud-error";

/**
 * Takes a deletion of something missing for done, which each IAM and S3 resource of the provider does by itself.
 *
 * Source (source code): hashicorp/terraform-provider-aws, `internal/service/iam`, `internal/service/s3`: the deletions of
 * these resources return without an error for `NoSuchEntity` and `NoSuchBucket`.
 */
export async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}

/** What stands in the way of a bucket's removal. */
import type { Call } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";

/** Deletes all objects and versions in a bucket (`forceDestroy`). */
export async function emptyBucket(Bucket: string, { client, signal }: Call<AwsClient>): Promise<void> {
  const what = `emptying S3 Bucket (${Bucket})`;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.s3(
      { what, operation: "ListObjectVersions" },
      signal,
      (s3, options) => s3.listObjectVersions({ Bucket }, options),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) {
      return;
    }
    await client.s3({ what, operation: "DeleteObjects" }, signal, (s3, options) =>
      s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } }, options),
    );
  }
}

/** The policy with which a role can read buckets. */
export interface ReadBucketsPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

const LIST_BUCKET_NAMES: ReadBucketsPolicy["Statement"][number] = {
  Sid: "ListBucketNames",
  Effect: "Allow",
  Action: "s3:ListAllMyBuckets",
  Resource: "*",
};

/**
 * The permissions to read buckets and nothing else: to find and list the named buckets, and to read their objects.
 *
 * @param buckets - Names of buckets, at least one, without wildcards.
 * @param partition - The AWS partition that the buckets are in.
 * @param listsNames - Whether to list the names of all buckets of the account too, which IAM cannot narrow down.
 */
export function readBucketsPolicy(
  buckets: readonly string[],
  partition: string,
  listsNames: boolean,
): ReadBucketsPolicy {
  const arns = buckets.map((bucket) => `arn:${partition}:s3:::${bucket}`);
  return {
    Version: "2012-10-17",
    Statement: [
      ...(listsNames ? [LIST_BUCKET_NAMES] : []),
      {
        Sid: "ListBuckets",
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket"],
        Resource: arns,
      },
      {
        Sid: "ReadObjects",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: arns.map((arn) => `${arn}/*`),
      },
    ],
  };
}

/**
 * The name of a general purpose S3 bucket, as "General purpose bucket naming rules" of the S3 user guide has it. A
 * wildcard is no bucket name, so that a permission can never name more than the buckets in the list.
 */
export function bucketName(value: string): readonly string[] {
  if (value.startsWith("arn:")) {
    return ["must be the name of a bucket, not its ARN"];
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) || value.includes("..")) {
    return [
      "must be a bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots, beginning and ending with a letter or digit",
    ];
  }
  return /^\d+\.\d+\.\d+\.\d+$/.test(value) ? ["must not look like an IP address"] : [];
}

import { getPartitionOutput } from "@pulumi/aws/getPartition";
import type * as pulumi from "@pulumi/pulumi";

/**
 * How the regions of each partition but `aws` begin, as in the credential helper's table.
 *
 * Source: `partitions.json`, which AWS ships with its SDKs.
 */
export const REGION_BEGINNINGS: Readonly<Record<string, string>> = {
  "aws-cn": "cn-",
  "aws-us-gov": "us-gov-",
  "aws-eusc": "eusc-",
  "aws-iso": "us-iso-",
  "aws-iso-b": "us-isob-",
  "aws-iso-e": "eu-isoe-",
  "aws-iso-f": "us-isof-",
};

/** The AWS partition of a region by its code; `aws` for any that no other partition claims. */
export function partitionOfRegion(region: string): string {
  const found = Object.entries(REGION_BEGINNINGS).find(([, beginning]) => region.startsWith(beginning));
  return found?.[0] ?? "aws";
}

/** The AWS partition that the `aws` provider of a component works in; `aws` where the provider does not say. */
export function partitionOfProvider(parent: pulumi.Resource): pulumi.Output<string> {
  return getPartitionOutput({}, { parent }).apply(
    ({ partition }) => (partition as string | undefined) ?? "aws",
  );
}

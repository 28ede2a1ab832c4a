import { getPartitionOutput } from "@pulumi/aws/getPartition";
import type * as pulumi from "@pulumi/pulumi";
import { isPlain } from "../arguments/is-plain";
import { singleOutput } from "../single-output";

/** The AWS partition of a region by its code: `aws-cn` for China, `aws-us-gov` for GovCloud, else `aws`. */
export function partitionOfRegion(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The same of a region that may be known only later: plain where the region is. */
export function partitionOf(region: pulumi.Input<string>): pulumi.Input<string> {
  return isPlain(region) ? partitionOfRegion(region) : singleOutput(region).apply(partitionOfRegion);
}

/** The AWS partition that the `aws` provider of a component works in; `aws` where the provider does not say. */
export function partitionOfProvider(parent: pulumi.Resource): pulumi.Output<string> {
  return getPartitionOutput({}, { parent }).apply(
    ({ partition }) => (partition as string | undefined) ?? "aws",
  );
}

import { getPartition } from "@pulumi/aws/getPartition";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { partitionOfRegion } from "../federated-role/partition";

/**
 * Accepts an AWS region in the partition of the provider's account. Credentials of one partition do not work in another, and
 * the role would be granted the buckets of that other one.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `aws` provider reports the partition. If it does not, any region is accepted.
 */
export function regionInPartition(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  region: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.output(region).apply<string>(async (code) => {
    const partition = await partitionOfAccount(parent);
    if (partition === undefined || partition === partitionOfRegion(code)) {
      return code;
    }
    const message = coded(
      "region-in-other-partition",
      `the region is in another partition than the aws provider. Expected a region in ${partition}; got ${JSON.stringify(code)}`,
    );
    return failLate(paths, [{ path: "region", ...message }]);
  });
}

/** Undefined if the provider does not report it, as in a preview that configures the provider itself. */
async function partitionOfAccount(parent: pulumi.Resource): Promise<string | undefined> {
  try {
    return (await getPartition({}, { parent })).partition;
  } catch {
    return undefined;
  }
}

import { getPartition } from "@pulumi/aws/getPartition";
import * as pulumi from "@pulumi/pulumi";
import { FEDERATION } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { partitionOfRegion } from "../federated-role/partition";

/**
 * Lets an AWS region pass that sessions of a role of the provider's account can be for: credentials of one partition are
 * worth nothing in another, whose buckets the role would be permitted.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `aws` provider tells the partition. One that does not tell is believed.
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
    const message = FEDERATION.say("region-in-other-partition", partition, code);
    return failLate(paths, [{ path: "region", ...message }]);
  });
}

/** Nothing when the provider does not tell, as in a preview that configures it itself. */
async function partitionOfAccount(parent: pulumi.Resource): Promise<string | undefined> {
  try {
    return (await getPartition({}, { parent })).partition;
  } catch {
    return undefined;
  }
}

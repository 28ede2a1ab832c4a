import type { Lab } from "../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../lab/lab-facts";
import type { PulumiStack } from "../../lab/pulumi";
import { createQuickstart } from "./steps/deploy";

/** Buckets that the quickstart's role may read in the lab. */
export const READABLE_BUCKETS = ["devteam-reports", "devteam-builds"] as const;

/** Creates a stack of the quickstart in a lab, without deploying it. */
export async function createLabStack(lab: Lab): Promise<PulumiStack> {
  return createQuickstart(lab.pulumi, {
    stackName: "lab",
    directory: lab.directory,
    region: LAB_AWS_REGION,
    location: LAB_AZURE_LOCATION,
    buckets: READABLE_BUCKETS,
    config: lab.pluginConfiguration,
  });
}

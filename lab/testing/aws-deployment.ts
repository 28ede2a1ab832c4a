/** The aws plugin on an AWS double of its own. */
import { AwsDouble } from "../aws/aws-double";
import { AwsClient } from "../pulumi/plugins/aws/aws-client";
import { awsPlugin } from "../pulumi/plugins/aws/plugin";
import { labPython } from "./lab-python";
import { Deployment } from "./deployment";

/** The account that the plugin works in. */
export const ACCOUNT = "111122223333";

/** A running double, and resources of the plugin in it. Whoever started the double stops it. */
export interface AwsDeployment {
  readonly aws: AwsDouble;
  readonly deployment: Deployment<AwsClient>;
}

/** Starts a double with nothing in it; the first time on a machine this takes minutes. */
export async function startAwsDeployment(): Promise<AwsDeployment> {
  const { python } = await labPython();
  const options = { python, accountId: ACCOUNT, region: "eu-west-1", buckets: {} };
  const aws = await AwsDouble.start({ ...options, resolve: (url) => url });
  return { aws, deployment: new Deployment(awsPlugin, new AwsClient({}, { ...aws.rootEnvironment() })) };
}

/** The aws plugin on an AWS double of its own. */
import { AwsDouble } from "../aws/aws-double";
import { LAB_AWS_ACCOUNT_ID } from "../lab-facts";
import { AwsClient } from "../pulumi/plugins/aws/aws-client";
import { awsPlugin } from "../pulumi/plugins/aws/plugin";
import { Deployment } from "./deployment";
import { labPython } from "./lab-python";

/** A running double, and resources of the plugin in it. The caller that started the double stops it. */
export interface AwsDeployment {
  readonly aws: AwsDouble;
  readonly deployment: Deployment<AwsClient>;
}

/** Starts a double with nothing in it; the first time on a machine this takes minutes. */
export async function startAwsDeployment(): Promise<AwsDeployment> {
  const { python } = await labPython();
  const options = { python, accountId: LAB_AWS_ACCOUNT_ID, region: "eu-west-1", buckets: {} };
  const aws = await AwsDouble.start({ ...options, resolve: (url) => url });
  return { aws, deployment: new Deployment(awsPlugin, new AwsClient({}, { ...aws.rootEnvironment() })) };
}

/** Who recovers, in the lab's AWS account: the deployer, and what docs/how-to/recover.md asks for besides. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { type AwsDouble, type AwsEnvironment, DEPLOYER } from "../../../lab/aws";

/** A user of its own, so that the deployer itself stays what it is. */
export const RECOVERER = "azure-to-aws-recoverer";

/**
 * Creates an IAM user with the deployer's policies and some actions besides, once in a lab.
 *
 * @param actions for example `iam:ListRoles`; they are allowed on every resource
 * @returns the user's keys
 */
export async function createRecoverer(aws: AwsDouble, actions: readonly string[]): Promise<AwsEnvironment> {
  const root = aws.rootEnvironment();
  const iam = new IAMClient({
    endpoint: root.AWS_ENDPOINT_URL,
    region: root.AWS_REGION,
    credentials: { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY },
  });
  const UserName = RECOVERER;
  try {
    await iam.send(new CreateUserCommand({ UserName }));
    const attached = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: DEPLOYER }));
    for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    }
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
    });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "recovery", PolicyDocument }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    if (key?.AccessKeyId === undefined || key.SecretAccessKey === undefined) {
      throw new Error("the AWS emulator answered CreateAccessKey without a key");
    }
    return { ...root, AWS_ACCESS_KEY_ID: key.AccessKeyId, AWS_SECRET_ACCESS_KEY: key.SecretAccessKey };
  } finally {
    iam.destroy();
  }
}

/** An account of the AWS double alone, with its root user's client. */
import type { IAMClient } from "@aws-sdk/client-iam";
import { AwsDouble } from "../../aws/aws-double";
import { ACCOUNT, clientOf } from "../../testing/federation";
import { labPython } from "../../testing/lab-python";
import { startOrStop } from "../../testing/start-or-stop";

/** A running account. */
export interface AccountLab {
  readonly aws: AwsDouble;
  readonly iam: IAMClient;
  stop(): Promise<void>;
}

/**
 * Starts an account without buckets.
 *
 * @param members - The IDs of the other accounts of its organization. Default: none.
 */
export async function startAccount(members: readonly string[] = []): Promise<AccountLab> {
  const { python } = await labPython();
  return startOrStop(async (keep) => {
    const aws = keep(
      await AwsDouble.start({
        python,
        accountId: ACCOUNT,
        region: "eu-west-1",
        buckets: {},
        members: members.map((accountId) => ({ accountId, buckets: {} })),
        resolve: (url) => url,
      }),
    );
    const iam = clientOf(aws.rootEnvironment());
    return {
      aws,
      iam,
      stop: async () => {
        iam.destroy();
        await aws.stop();
      },
    };
  });
}

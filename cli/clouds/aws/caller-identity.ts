/** Answers which AWS login collect and preflight use: its account and its ARN. */
import type { Sdks } from "../sdks";
import { awsClient, type AwsClientOptions } from "./aws-client";

/** Who is signed in to AWS. */
export interface AwsIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly partition: string;
}

/** Asks STS who is signed in. @throws What the SDK throws. */
export async function callerIdentity({ sts }: Sdks<"sts">, login: AwsClientOptions): Promise<AwsIdentity> {
  const client = awsClient(sts.STSClient, login);
  const { Account = "", Arn = "" } = await client.send(new sts.GetCallerIdentityCommand({}));
  return { accountId: Account, arn: Arn, partition: Arn.split(":")[1] ?? "aws" };
}

/** Puts into a fresh account what is there before anyone deploys: buckets and a deployer. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";

/** Name of the deployer's user and policy. */
export const DEPLOYER = "azure-to-aws-deployer";

/** Buckets and their objects: bucket name → object key → text. */
export type Buckets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A long-lived key of an IAM user. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The policy that a deployer needs, as the documentation offers it. */
const DEPLOYER_POLICY = path.join(PROJECT_ROOT, "docs/permissions/aws-deployer.json");

/** Creates an IAM user with exactly the documented deployer policy. */
export async function createDeployer(iam: IAMClient): Promise<AccessKey> {
  await iam.send(new CreateUserCommand({ UserName: DEPLOYER }));
  const policy = new CreatePolicyCommand({
    PolicyName: DEPLOYER,
    PolicyDocument: await readFile(DEPLOYER_POLICY, "utf8"),
  });
  const { Policy } = await iam.send(policy);
  await iam.send(new AttachUserPolicyCommand({ UserName: DEPLOYER, PolicyArn: Policy?.Arn }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: DEPLOYER }));
  if (key?.AccessKeyId === undefined || key.SecretAccessKey === undefined) {
    throw new Error("the AWS emulator answered CreateAccessKey without a key");
  }
  return { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
}

/** Creates buckets with text objects. */
export async function createBuckets(s3: S3Client, region: string, buckets: Buckets): Promise<void> {
  const constraint = Object.values(BucketLocationConstraint).find((value) => value === region);
  for (const [Bucket, objects] of Object.entries(buckets)) {
    const place = constraint && { CreateBucketConfiguration: { LocationConstraint: constraint } };
    await s3.send(new CreateBucketCommand({ Bucket, ...place }));
    for (const [Key, Body] of Object.entries(objects))
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  }
}

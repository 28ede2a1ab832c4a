/** Puts into a fresh account what is there before anyone deploys: buckets and a deployer. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { LAB_ROOT } from "../lab-root";

/** Name of the deployer's user, role and policy. */
export const DEPLOYER = "azure-to-aws-deployer";

/** Buckets and their objects: bucket name → object key → text. */
export type Buckets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A long-lived key of an IAM user. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The policy that a deployer needs, as the documentation offers it. */
const DEPLOYER_POLICY = path.join(LAB_ROOT, "docs/reference/permissions/aws-deployer.json");

/** The issuers that the documented policy names, as docs/reference/permissions.md has them replaced in other partitions. */
const ISSUERS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "aws-cn": [
    ["sts.windows.net", "sts.chinacloudapi.cn"],
    ["login.microsoftonline.com", "login.partner.microsoftonline.cn"],
  ],
  "aws-us-gov": [["login.microsoftonline.com", "login.microsoftonline.us"]],
};

/**
 * Creates an IAM user with exactly the documented deployer policy.
 *
 * @param partition whose ARNs and issuers the policy names
 * @param roleArns roles in other accounts that it may also assume
 */
export async function createDeployer(
  iam: IAMClient,
  partition: string,
  roleArns: readonly string[] = [],
): Promise<AccessKey> {
  await iam.send(new CreateUserCommand({ UserName: DEPLOYER }));
  const PolicyArn = await createDeployerPolicy(iam, partition);
  await iam.send(new AttachUserPolicyCommand({ UserName: DEPLOYER, PolicyArn }));
  if (roleArns.length > 0) {
    const PolicyDocument = document({ Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArns });
    await iam.send(new PutUserPolicyCommand({ UserName: DEPLOYER, PolicyName: "members", PolicyDocument }));
  }
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: DEPLOYER }));
  if (key?.AccessKeyId === undefined || key.SecretAccessKey === undefined) {
    throw new Error("the AWS emulator answered CreateAccessKey without a key");
  }
  return { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
}

/**
 * Creates a role with exactly the documented deployer policy.
 *
 * @param iam client of the account that gets the role
 * @param partition whose ARNs and issuers the policy names
 * @param deployerArn the user of another account that may assume it
 */
export async function createDeployerRole(
  iam: IAMClient,
  partition: string,
  deployerArn: string,
): Promise<void> {
  const AssumeRolePolicyDocument = document({
    Effect: "Allow",
    Principal: { AWS: deployerArn },
    Action: "sts:AssumeRole",
  });
  await iam.send(new CreateRoleCommand({ RoleName: DEPLOYER, AssumeRolePolicyDocument }));
  const PolicyArn = await createDeployerPolicy(iam, partition);
  await iam.send(new AttachRolePolicyCommand({ RoleName: DEPLOYER, PolicyArn }));
}

async function createDeployerPolicy(iam: IAMClient, partition: string): Promise<string | undefined> {
  const documented = await readFile(DEPLOYER_POLICY, "utf8");
  const PolicyDocument = (ISSUERS[partition] ?? []).reduce(
    (text, [issuer, other]) => text.replaceAll(`oidc-provider/${issuer}/`, `oidc-provider/${other}/`),
    documented.replaceAll('"arn:aws:', `"arn:${partition}:`),
  );
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: DEPLOYER, PolicyDocument }));
  return Policy?.Arn;
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Creates buckets with text objects. */
export async function createBuckets(s3: S3Client, region: string, buckets: Buckets): Promise<void> {
  const constraint = Object.values(BucketLocationConstraint).find((value) => value === region);
  for (const [Bucket, objects] of Object.entries(buckets)) {
    const place = constraint && { CreateBucketConfiguration: { LocationConstraint: constraint } };
    await s3.send(new CreateBucketCommand({ Bucket, ...place }));
    for (const [Key, Body] of Object.entries(objects)) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
  }
}

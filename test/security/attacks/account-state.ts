/** What is in an AWS account. */
import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListOpenIDConnectProvidersCommand,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import {
  GetBucketPolicyCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Lab } from "../../../lab";
import { LAB_AWS_REGION } from "../../../lab/lab-facts";

type Entry = readonly [place: string, what: unknown];

/**
 * What an account holds, by the place: users, groups, roles and customer managed policies with all that IAM says of their
 * permissions, access keys, identity providers, buckets with their policies and objects.
 *
 * @throws Error when the account cannot be looked at
 */
export async function accountState(lab: Lab, accountId: string): Promise<Readonly<Record<string, unknown>>> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } =
    lab.aws.rootEnvironment(accountId);
  const client = {
    endpoint: lab.aws.url,
    region: LAB_AWS_REGION,
    credentials: { accessKeyId, secretAccessKey },
  };
  const iam = new IAMClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  try {
    const entries = await Promise.all([authorizations(iam), providers(iam), buckets(s3, accountId)]);
    return Object.fromEntries(entries.flat());
  } finally {
    iam.destroy();
    s3.destroy();
  }
}

/** Limits that GetAccountAuthorizationDetails leaves out, in AWS or in the emulator, are asked for one by one. */
async function authorizations(iam: IAMClient): Promise<readonly Entry[]> {
  const entries: Promise<Entry>[] = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, {})) {
    const { UserDetailList = [], RoleDetailList = [], GroupDetailList = [], Policies = [] } = page;
    entries.push(
      ...UserDetailList.map(async (user): Promise<Entry> => {
        const { UserName } = user;
        const { User } = await iam.send(new GetUserCommand({ UserName }));
        const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
        return entry(user, { boundary: User?.PermissionsBoundary, keys: AccessKeyMetadata });
      }),
      ...RoleDetailList.map(async (role): Promise<Entry> => {
        const { Role } = await iam.send(new GetRoleCommand({ RoleName: role.RoleName }));
        const { MaxSessionDuration, PermissionsBoundary, Description } = Role ?? {};
        // The VM uses its own role while an attack runs, so when a role was last used says nothing about the attack.
        const RoleLastUsed = undefined;
        return entry(role, { MaxSessionDuration, PermissionsBoundary, Description, RoleLastUsed });
      }),
      ...[...GroupDetailList, ...Policies].map((other) => Promise.resolve(entry(other))),
    );
  }
  return Promise.all(entries);
}

function entry(detail: { readonly Arn?: string | undefined }, more: object = {}): Entry {
  return [`IAM ${detail.Arn ?? ""}`, { ...detail, ...more }];
}

async function providers(iam: IAMClient): Promise<readonly Entry[]> {
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand());
  return Promise.all(
    OpenIDConnectProviderList.map(async ({ Arn = "" }): Promise<Entry> => {
      const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }));
      return [`IAM ${Arn}`, { ...provider, $metadata: undefined }];
    }),
  );
}

async function buckets(s3: S3Client, accountId: string): Promise<readonly Entry[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand());
  return Promise.all(
    Buckets.map(async ({ Name: Bucket = "" }): Promise<Entry> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const policy = await s3.send(new GetBucketPolicyCommand({ Bucket })).then(
        ({ Policy }) => Policy,
        (error: unknown) => {
          if (error instanceof Error && error.name === "NoSuchBucketPolicy") {
            return undefined;
          }
          throw error;
        },
      );
      return [`S3 ${accountId} ${Bucket}`, { policy, objects: Contents.map(({ Key, ETag }) => [Key, ETag]) }];
    }),
  );
}

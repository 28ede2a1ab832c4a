/** Collects the section aws/access-keys of a snapshot, which shows the keys that IAM users still use. */
import type { AccessKeyMetadata } from "@aws-sdk/client-iam";
import { pagesOf, sent, unlessGone } from "../../clouds/aws/aws-refusal";
import type { AwsAccessKey, ObjectRecord } from "../../snapshot/snapshot-records";
import { eachAtOnce } from "../section";
import type { AwsTarget } from "./aws-login";

/** Users that are asked about at once. */
const AT_ONCE = 8;

/** Users of an answer at most: what IAM allows. Source: IAM API Reference, ListUsers (`MaxItems`). */
const PAGE = 1_000;

/** The access keys of all users with their last use. Those of the root user are in the credential report alone. */
export async function* readAccessKeys(target: AwsTarget): AsyncGenerator<ObjectRecord> {
  for await (const keys of eachAtOnce(userNames(target), AT_ONCE, (name) =>
    unlessGone(keysOf(target, name)),
  )) {
    for (const data of keys ?? []) {
      yield { kind: "aws.access-key", of: target.account.id, data };
    }
  }
}

async function* userNames({ iam: client, sdks }: AwsTarget): AsyncGenerator<string> {
  const pages = sdks.iam.paginateListUsers({ client, pageSize: PAGE }, {});
  for await (const { Users = [] } of pagesOf("iam:ListUsers", pages)) {
    yield* Users.flatMap(({ UserName }) => UserName ?? []);
  }
}

async function keysOf(target: AwsTarget, UserName: string): Promise<readonly AwsAccessKey[]> {
  const { iam: client, sdks } = target;
  const keys: AwsAccessKey[] = [];
  const pages = sdks.iam.paginateListAccessKeys({ client }, { UserName });
  for await (const { AccessKeyMetadata = [] } of pagesOf("iam:ListAccessKeys", pages)) {
    for (const key of AccessKeyMetadata) {
      const found = await unlessGone(withLastUse(target, UserName, key));
      keys.push(...(found === undefined ? [] : [found]));
    }
  }
  return keys;
}

async function withLastUse(
  { iam, sdks }: AwsTarget,
  UserName: string,
  { AccessKeyId = "", Status, CreateDate }: AccessKeyMetadata,
): Promise<AwsAccessKey> {
  const { AccessKeyLastUsed } = await sent("iam:GetAccessKeyLastUsed", () =>
    iam.send(new sdks.iam.GetAccessKeyLastUsedCommand({ AccessKeyId })),
  );
  const { LastUsedDate, ServiceName, Region } = AccessKeyLastUsed ?? {};
  return {
    UserName,
    AccessKeyId,
    Status: Status === "Inactive" ? "Inactive" : "Active",
    ...(CreateDate === undefined ? {} : { CreateDate: CreateDate.toISOString() }),
    // IAM says "N/A" for the others then.
    LastUsed:
      LastUsedDate === undefined
        ? {}
        : {
            LastUsedDate: LastUsedDate.toISOString(),
            ...(ServiceName === undefined ? {} : { ServiceName }),
            ...(Region === undefined ? {} : { Region }),
          },
  };
}

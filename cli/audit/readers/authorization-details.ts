/** The audit's reader for IAM exports: the roles, users, groups, and managed policies of an account. */
import { AUDIT } from "../../../messages/cli";
import {
  accountOf,
  defaultVersion,
  PAGE_MEMBERS,
  policyDocument,
  ROLE_LISTS,
  saysMore,
  UnreadableError,
} from "../../../policy-sources";
import { isObject, stringsIn } from "../../../trust";
import type { AwsGroup, AwsManagedPolicy, AwsRole, AwsUser } from "../../snapshot/snapshot-records";
import type { EstateBuilder } from "../estate/estate-builder";

/** The lists of the answer. */
const LISTS = ["UserDetailList", "GroupDetailList", ...ROLE_LISTS, "Policies"];

/** The lists, and what says that the answer is one page of several. */
const PATHS = [...LISTS.map((list) => `$.${list}.*`), ...PAGE_MEMBERS.map((member) => `$.${member}`)];

/** The names by which such a file begins. */
export const BEGINNINGS: readonly string[] = [...LISTS, "IsTruncated"];

/**
 * Reads `aws iam get-account-authorization-details` as a stream. At most one role is in memory, whatever the size of the file.
 *
 * @throws {UnreadableError} If it is not valid JSON, or ends too early.
 */
export async function streamAuthorizationDetails(
  chunks: AsyncIterable<Uint8Array>,
  builder: EstateBuilder,
): Promise<void> {
  // Only this needs it.
  const { JSONParser } = await import("@streamparser/json");
  const accounts = new Set<string>();
  const parts: unknown[] = [];
  let objects = 0;
  const parser = new JSONParser({ paths: PATHS, keepStack: false });
  parser.onValue = ({ value, key, stack }) => {
    // The list's name is the key of the innermost element of the stack that has one.
    const list = stack.at(-1)?.key ?? key;
    objects += typeof key === "string" ? 0 : 1;
    if (typeof key === "string") {
      parts.push(value);
    } else if (isObject(value) && list === "Policies") {
      addPolicy(value, builder);
    } else if (isObject(value) && list === "UserDetailList") {
      addUser(value, builder);
    } else if (isObject(value) && list === "GroupDetailList") {
      addGroup(value, builder);
    } else if (isObject(value)) {
      addRole(value, builder, accounts);
    }
  };
  try {
    for await (const chunk of chunks) {
      parser.write(chunk);
    }
    if (!parser.isEnded) {
      parser.end();
    }
  } catch (error) {
    if (error instanceof UnreadableError) {
      throw error;
    }
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
    throw new UnreadableError(AUDIT.say("audit-input-invalid", reason));
  }
  const isPart = parts.some(saysMore);
  if (objects === 0 && !isPart) {
    throw new UnreadableError(AUDIT.say("audit-input-empty"));
  }
  if (isPart) {
    builder.addGap(
      "The authorization details are one page of several, so roles and policies are missing. Export them without --max-items.",
    );
  }
  for (const account of accounts) {
    if (!isPart) {
      builder.complete(`aws/${account}/authorization-details`);
    }
  }
}

/** Source: IAM API, "RoleDetail". */
function addRole(value: Record<string, unknown>, builder: EstateBuilder, accounts: Set<string>): void {
  const { Arn, RoleName } = value;
  if (typeof Arn !== "string" || typeof RoleName !== "string") {
    // A report without the role would call it harmless.
    throw new UnreadableError(
      AUDIT.say("audit-role-incomplete", typeof RoleName === "string" ? RoleName : undefined),
    );
  }
  const account = ownerAccount(Arn);
  accounts.add(account);
  builder.add({ kind: "aws.role", of: account, data: value as unknown as AwsRole });
}

/** Source: IAM API, "UserDetail". */
function addUser(value: Record<string, unknown>, builder: EstateBuilder): void {
  if (typeof value.Arn === "string") {
    builder.add({ kind: "aws.user", of: ownerAccount(value.Arn), data: value as unknown as AwsUser });
  }
}

/** Source: IAM API, "GroupDetail". */
function addGroup(value: Record<string, unknown>, builder: EstateBuilder): void {
  if (typeof value.Arn === "string") {
    builder.add({ kind: "aws.group", of: ownerAccount(value.Arn), data: value as unknown as AwsGroup });
  }
}

/** Source: IAM API, "ManagedPolicyDetail", "PolicyVersion". */
function addPolicy(value: Record<string, unknown>, builder: EstateBuilder): void {
  const { Arn, PolicyName, PolicyVersionList } = value;
  const version = defaultVersion(PolicyVersionList);
  if (typeof Arn !== "string" || version === undefined) {
    return;
  }
  builder.add({
    kind: "aws.policy",
    of: ownerAccount(Arn),
    data: {
      PolicyName: stringsIn(PolicyName)[0] ?? Arn,
      Arn,
      // What is not a policy counts as one that cannot be read.
      Document: policyDocument(version.Document) as AwsManagedPolicy["Document"],
    },
  });
}

/** The account in an ARN; empty for the policies that AWS owns. */
export function ownerAccount(arn: string): string {
  return accountOf(arn) ?? "";
}

import { OPEN_VALUES, TO_KNOW } from "../../messages/judged-files";
import { isObject, itemsOf, unknownMark } from "../../trust";
import type { FoundPolicy, LastUse, PolicySource } from "../policy-source";
import type { Path } from "../positions/source-node";
import { withoutUrlEncoding } from "../url-encoded";
import { accountOf, roleArnOf } from "./account-of";
import { PAGE_MEMBERS, ROLE_LISTS, saysMore } from "./iam-answer";

/**
 * What IAM answers about roles: `aws iam get-account-authorization-details`, `list-roles` and `get-role`. The API has
 * the policy URL-encoded (RFC 3986), the AWS CLI decodes it.
 *
 * Source: IAM API, "RoleDetail", "RoleLastUsed". `list-roles` returns no last use.
 */
export const authorizationDetails: PolicySource = {
  code: "iam-roles",
  name: "IAM's account of roles",
  recognizes: (value) =>
    isObject(value) && (rolesOf(value).length > 0 || ROLE_LISTS.some((list) => Array.isArray(value[list]))),
  find: (value) => {
    const answer = isObject(value) ? value : {};
    const documents = rolesOf(answer).map(([path, role]) => readRole(path, role));
    return {
      documents: PAGE_MEMBERS.some((member) => saysMore(answer[member]))
        ? [...documents, moreRoles()]
        : documents,
      notSeen: [],
    };
  },
};

function rolesOf(answer: Record<string, unknown>): [Path, unknown][] {
  const listed = ROLE_LISTS.flatMap((list) =>
    itemsOf(answer[list]).map((role, index): [Path, unknown] => [[list, index], role]),
  );
  return isObject(answer.Role) && "AssumeRolePolicyDocument" in answer.Role
    ? [...listed, [["Role"], answer.Role]]
    : listed;
}

function readRole(path: Path, role: unknown): FoundPolicy {
  const { RoleName, Arn, AssumeRolePolicyDocument, RoleLastUsed } = isObject(role) ? role : {};
  return {
    ...(typeof RoleName === "string"
      ? { role: RoleName, roleName: RoleName }
      : { role: `role ${String(path.at(-1))}`, id: path }),
    kind: "iam-role",
    document: withoutUrlEncoding(AssumeRolePolicyDocument),
    path: [...path, "AssumeRolePolicyDocument"],
    embedded: typeof AssumeRolePolicyDocument === "string",
    account: accountOf(Arn),
    arn: roleArnOf(Arn),
    lastUsed: lastUseOf(RoleLastUsed),
  };
}

/** Reads a `RoleLastUsed`. It is empty for a role that nobody used within the last 400 days. */
function lastUseOf(value: unknown): LastUse | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { LastUsedDate: date, Region: region } = value;
  if (date === undefined) {
    return {};
  }
  return typeof date === "string" && /^\d{4}-\d\d-\d\dT/.test(date)
    ? { date, ...(typeof region === "string" ? { region } : {}) }
    : undefined;
}

/** A page of a longer answer: what it does not show may let anyone in. */
function moreRoles(): FoundPolicy {
  return {
    role: "(further roles)",
    id: [],
    kind: "iam-role",
    document: unknownMark(OPEN_VALUES.nextPage()),
    path: [],
    embedded: false,
    toKnow: TO_KNOW.allPages(),
  };
}

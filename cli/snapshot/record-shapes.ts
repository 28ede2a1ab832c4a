/** What every record of a snapshot has, as far as its readers rely on it. */
import { isObject } from "../../trust";
import { type RecordKind, SNAPSHOT_VERSION } from "./snapshot-records";

/** Members of a record, by their type. */
interface Shape {
  readonly strings: readonly string[];
  /** Lists of strings. */
  readonly texts?: readonly string[];
  /** Lists of objects. */
  readonly lists?: readonly string[];
  /** Members that may be missing, and what they are if they are there. */
  readonly optional?: Readonly<Record<string, (value: unknown) => boolean>>;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
const isObjects = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.every(isObject);
const isTags = (value: unknown): boolean =>
  isObjects(value) && value.every(({ Key, Value }) => isTexts([Key, Value]));
/** `AccessKeyLastUsed` and `RoleLastUsed`. */
const isUse = (value: unknown): boolean => isObject(value) && isTexts(Object.values(value));

const FEDERATED_CREDENTIAL: Shape = { strings: ["of", "name", "issuer"], texts: ["audiences"] };

/** The members of each kind on which the readers rely. Flags are not checked: one that is missing is false. */
const SHAPES: Readonly<Record<RecordKind, Shape>> = {
  "aws.account": { strings: ["Id"] },
  "aws.role": { strings: ["RoleName", "Arn", "Path"], optional: { RoleLastUsed: isUse, Tags: isTags } },
  "aws.user": { strings: ["UserName", "Arn", "Path"], optional: { Tags: isTags } },
  "aws.group": { strings: ["GroupName", "Arn", "Path"] },
  "aws.policy": { strings: ["PolicyName", "Arn"] },
  "aws.access-key": { strings: ["UserName", "AccessKeyId", "Status"], optional: { LastUsed: isUse } },
  "aws.credential-report-row": { strings: ["user"] },
  "aws.oidc-provider": { strings: ["Arn", "Url"], texts: ["ClientIDList"], optional: { Tags: isTags } },
  "entra.application": {
    strings: ["id", "appId", "displayName"],
    texts: ["identifierUris"],
    lists: ["owners", "credentials"],
  },
  "entra.service-principal": {
    strings: ["id", "appId", "displayName", "servicePrincipalType"],
    lists: ["owners"],
    optional: { servicePrincipalNames: isTexts, alternativeNames: isTexts, credentials: isObjects },
  },
  "entra.app-role-assignment": {
    strings: ["id", "principalId", "principalType", "resourceId", "appRoleId"],
  },
  "entra.federated-credential": FEDERATED_CREDENTIAL,
  "entra.directory-role-assignment": {
    strings: ["id", "principalId", "principalType", "directoryScopeId", "roleDefinitionId", "roleName"],
    texts: ["actions"],
    optional: { principalDisplayName: isText, userPrincipalName: isText },
  },
  "entra.graph-permission": {
    strings: ["id", "principalId", "principalType", "appRoleId", "permission"],
    optional: { principalDisplayName: isText },
  },
  "azure.managed-identity": { strings: ["id", "name", "tenantId", "principalId", "clientId"] },
  "azure.identity-holder": { strings: ["id", "type", "name"] },
  "azure.federated-credential": FEDERATED_CREDENTIAL,
  "azure.role-assignment": {
    strings: ["id", "scope", "principalId", "principalType", "roleName"],
    texts: ["actions", "notActions"],
  },
};

const STATES: readonly unknown[] = ["complete", "refused", "failed"];

/** The version of a header; `undefined` if the value is none. */
export function headerVersion(value: unknown): unknown {
  return isObject(value) && value.kind === "snapshot" ? (value.version ?? null) : undefined;
}

/** Whether a record is of a kind that this version knows. A newer one may add kinds without a new version of the format. */
export function isKnownKind(kind: string): kind is RecordKind {
  return Object.hasOwn(SHAPES, kind);
}

/**
 * What is wrong with a line behind the first one; `undefined` if nothing is. Policy documents are as the
 * file has them.
 */
export function recordProblem(value: unknown): string | undefined {
  if (!isObject(value) || typeof value.kind !== "string") {
    return 'is not a record. Expected an object with a string for "kind"';
  }
  const { kind } = value;
  if (kind === "snapshot") {
    return `is another header of version ${SNAPSHOT_VERSION}. Expected it on line 1 only`;
  }
  if (kind === "section") {
    return typeof value.section === "string" && STATES.includes(value.state)
      ? undefined
      : 'is not the end of a section. Expected a string for "section", and a "state"';
  }
  if (!isKnownKind(kind)) {
    return undefined;
  }
  if (typeof value.of !== "string" || !isObject(value.data)) {
    return 'is not a record. Expected a string for "of" and an object for "data"';
  }
  const { strings, texts = [], lists = [], optional = {} } = SHAPES[kind];
  const { data } = value;
  const wrong =
    strings.find((name) => typeof data[name] !== "string") ??
    texts.find((name) => !isTexts(data[name])) ??
    lists.find((name) => !isObjects(data[name])) ??
    Object.keys(optional).find((name) => data[name] !== undefined && optional[name]?.(data[name]) === false);
  return wrong === undefined ? undefined : `is no ${kind}. Expected "${wrong}" in "data"`;
}

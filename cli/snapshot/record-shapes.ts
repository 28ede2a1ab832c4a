/** What every record of a snapshot has, as far as its readers rely on it. */
import { isObject } from "../../trust";
import { type RecordKind, SNAPSHOT_VERSION } from "./snapshot-records";

/** Members that a record must have, by their type. */
interface Shape {
  readonly strings: readonly string[];
  readonly lists?: readonly string[];
}

const FEDERATED_CREDENTIAL: Shape = { strings: ["of", "name", "issuer"], lists: ["audiences"] };

/** The members of each kind that are not optional. Flags are not checked: one that is missing is false. */
const SHAPES: Readonly<Record<RecordKind, Shape>> = {
  "aws.account": { strings: ["Id"] },
  "aws.role": { strings: ["RoleName", "Arn", "Path"] },
  "aws.user": { strings: ["UserName", "Arn", "Path"] },
  "aws.group": { strings: ["GroupName", "Arn", "Path"] },
  "aws.policy": { strings: ["PolicyName", "Arn"] },
  "aws.access-key": { strings: ["UserName", "AccessKeyId", "Status"] },
  "aws.credential-report-row": { strings: ["user"] },
  "aws.oidc-provider": { strings: ["Arn", "Url"], lists: ["ClientIDList"] },
  "entra.application": {
    strings: ["id", "appId", "displayName"],
    lists: ["identifierUris", "owners", "credentials"],
  },
  "entra.service-principal": {
    strings: ["id", "appId", "displayName", "servicePrincipalType"],
    lists: ["owners"],
  },
  "entra.app-role-assignment": {
    strings: ["id", "principalId", "principalType", "resourceId", "appRoleId"],
  },
  "entra.federated-credential": FEDERATED_CREDENTIAL,
  "azure.managed-identity": { strings: ["id", "name", "tenantId", "principalId", "clientId"] },
  "azure.identity-holder": { strings: ["id", "type", "name"] },
  "azure.federated-credential": FEDERATED_CREDENTIAL,
  "azure.role-assignment": {
    strings: ["id", "scope", "principalId", "principalType", "roleName"],
    lists: ["actions", "notActions"],
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
 * What is wrong with a line behind the first one; `undefined` if nothing is. The members of a record that its type calls
 * optional, and whatever is deeper in it, are as the file has them.
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
  const { strings, lists = [] } = SHAPES[kind];
  const { data } = value;
  const wrong =
    strings.find((name) => typeof data[name] !== "string") ??
    lists.find((name) => !Array.isArray(data[name]));
  return wrong === undefined ? undefined : `is no ${kind}. Expected "${wrong}" in "data"`;
}

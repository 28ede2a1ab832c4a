/** Whether a line of a snapshot has what its readers rely on. */
import { isObject } from "../../trust";
import { type MemberKind, MEMBERS, type RecordKind, SNAPSHOT_VERSION } from "./snapshot-records";

const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isObjects = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.every(isObject);

/** How a member of each kind is known. */
const IS_OF_KIND: Readonly<Record<MemberKind, (value: unknown) => boolean>> = {
  text: isText,
  texts: isTexts,
  objects: isObjects,
  tags: (value) => isObjects(value) && value.every(({ Key, Value }) => isTexts([Key, Value])),
  // `AccessKeyLastUsed` and `RoleLastUsed`.
  use: (value) => isObject(value) && isTexts(Object.values(value)),
};

const STATES: readonly unknown[] = ["complete", "refused", "failed"];

/** The version of a header; `undefined` if the value is none. */
export function headerVersion(value: unknown): unknown {
  return isObject(value) && value.kind === "snapshot" ? (value.version ?? null) : undefined;
}

/** Whether a record is of a kind that this version knows. A newer one may add kinds without a new version of the format. */
export function isKnownKind(kind: string): kind is RecordKind {
  return Object.hasOwn(MEMBERS, kind);
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
  const { data } = value;
  const wrong = Object.entries<MemberKind | `${MemberKind}?`>(MEMBERS[kind]).find(([name, demanded]) => {
    const isMissing = demanded.endsWith("?") && data[name] === undefined;
    return !isMissing && !IS_OF_KIND[demanded.replace("?", "") as MemberKind](data[name]);
  });
  return wrong === undefined ? undefined : `is no ${kind}. Expected "${wrong[0]}" in "data"`;
}

import { isGuid } from "../kernel/guid";

/** What the `sub` of a user's token is made of. Microsoft documents no length; none that was seen is shorter than a GUID. */
const USER_SUBJECT = /^[\w-]{36,}$/;

/**
 * The `sub` of a token that an application gets for one of its parts, such as a service connection of Azure DevOps or an
 * agent: cloud, tenant, application, and a path that the application chooses. Source: public tokens of Azure DevOps
 * (gravitational/teleport, RFD 211) and of Entra Agent ID.
 */
const PART_SUBJECT = /^\/eid1\/c\/\w+\/t\/[\w-]{22}\/a\/([\w-]{22})\/./;

/** How subjects of this form begin. */
const PART = "/eid1/";

/**
 * The problems of a value of the `sub` claim in Entra's tokens, one sentence each, without the value. The claim is the object
 * ID of an identity, an ID of the user for this application, or the name of a part of an application. IAM compares it
 * character by character, and Entra writes object IDs in lower case.
 *
 * Source: Microsoft, "Access token claims reference".
 */
export function entraSubjectProblems(value: string): readonly string[] {
  if (isGuid(value)) {
    return value === value.toLowerCase()
      ? []
      : ["must be in lower case, as the tokens have it: IAM compares letter by letter"];
  }
  return USER_SUBJECT.test(value) || PART_SUBJECT.test(value)
    ? []
    : ["must be the object ID (principal ID) of an identity, such as 0a1b2c3d-0000-4000-8000-0123456789ab"];
}

/**
 * Whether no token of Entra's can have a subject, so that nobody can assume a role that demands it.
 *
 * @param text - The subject, or what a pattern begins with before its first wildcard.
 * @param isPattern - Whether more can follow.
 */
export function entraNeverIssues(text: string, isPattern: boolean): boolean {
  return isPattern
    ? !/^[\w-]*$/.test(text) && !text.startsWith(PART) && !PART.startsWith(text)
    : entraSubjectProblems(text).length > 0;
}

/** The ID of the application that a subject such as `/eid1/…` names a part of. The tokens have it as `azp`. */
export function applicationOfSubject(value: string): string | undefined {
  const [, encoded] = PART_SUBJECT.exec(value) ?? [];
  return encoded === undefined ? undefined : guidOf(Buffer.from(encoded, "base64url"));
}

/** The subject of a part of an application, in the public cloud. */
export function subjectOfPart(tenantId: string, applicationId: string, part: string): string {
  return `${PART}c/pub/t/${encoded(tenantId)}/a/${encoded(applicationId)}/${part}`;
}

/** Which bytes of a GUID its digits stand for: the first three groups have their last byte first. */
const BYTES = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

function encoded(guid: string): string {
  const digits = Buffer.from(guid.replaceAll("-", ""), "hex");
  return Buffer.from(BYTES.map((at) => digits[at] ?? 0)).toString("base64url");
}

function guidOf(bytes: Buffer): string {
  const digits = Buffer.from(BYTES.map((at) => bytes[at] ?? 0)).toString("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

import { coded, IAM, type Message, nearestName } from "../../../messages";
import { isObject } from "../../../trust/text";

const DOCUMENT_MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

type Members = Readonly<Record<string, unknown>>;

/**
 * A policy of a role as JSON text that IAM's grammar accepts: its members, and the types of their values. IAM itself
 * checks the names of actions, resources, and conditions.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language".
 */
export function policyDocument(value: string): readonly Message[] {
  let document: unknown;
  try {
    document = JSON.parse(value);
  } catch {
    return [coded("policy-document-not-json", "must be a policy document as JSON text")];
  }
  if (!isObject(document)) {
    return [IAM.say("policy-document-without-statement")];
  }
  const { Statement: statement, Version: version } = document;
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statements.length === 0 || !statements.every(isObject)) {
    return [IAM.say("policy-document-without-statement")];
  }
  const sids = statements.map(({ Sid: sid }) => sid).filter((sid) => sid !== undefined && sid !== "");
  return [
    ...unknownMembers("", document, DOCUMENT_MEMBERS),
    ...(version === undefined || version === "2012-10-17" || version === "2008-10-17"
      ? []
      : [coded("policy-document-version", 'unknown Version. Expected "2012-10-17"')]),
    ...statements.flatMap((each, index) =>
      statementProblems(Array.isArray(statement) ? `Statement[${index}]` : "Statement", each),
    ),
    ...(new Set(sids).size < sids.length
      ? [coded("policy-document-sid-repeated", "a Sid appears twice. Expected each Sid once")]
      : []),
  ];
}

function statementProblems(path: string, statement: Members): Message[] {
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  const problems = unknownMembers(path, statement, STATEMENT_MEMBERS);
  if (sid !== undefined && !(typeof sid === "string" && /^[0-9A-Za-z]*$/.test(sid))) {
    problems.push(coded("policy-document-sid", `invalid Sid in ${path}. Expected letters and digits only`));
  }
  if (effect !== "Allow" && effect !== "Deny") {
    problems.push(coded("policy-document-effect", `invalid Effect in ${path}. Expected "Allow" or "Deny"`));
  }
  for (const name of ["Action", "Resource"]) {
    const given = [statement[name], statement[`Not${name}`]].filter((value) => value !== undefined);
    if (given.length !== 1 || !isTexts(given[0])) {
      problems.push(
        coded(
          "policy-document-list",
          `invalid statement in ${path}. Expected a string or a list of strings as either ${name} or Not${name}`,
        ),
      );
    }
  }
  if (condition !== undefined && !isObject(condition)) {
    problems.push(coded("policy-document-condition", `invalid Condition in ${path}. Expected an object`));
  }
  return problems;
}

/** Names the member that was probably meant, but not the unknown one: the document may be secret. */
function unknownMembers(path: string, object: object, known: readonly string[]): Message[] {
  const where = path === "" ? "" : ` in ${path}`;
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => IAM.say("policy-document-member", where, nearestName(name, known), known));
}

/** A string, or a list of at least one. */
function isTexts(value: unknown): boolean {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.length > 0 && texts.every((text) => typeof text === "string");
}

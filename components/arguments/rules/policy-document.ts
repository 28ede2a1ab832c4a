import { isObject } from "../../../trust";
import { nearestName } from "../nearest-name";

const DOCUMENT_MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

type Members = Readonly<Record<string, unknown>>;

/**
 * A policy of a role as JSON text that IAM's grammar takes: its members, and the kinds of their values. Names of actions,
 * resources and conditions are IAM's to judge.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language".
 */
export function policyDocument(value: string): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(value);
  } catch {
    return ["must be a policy document as JSON text"];
  }
  if (!isObject(document)) {
    return ["must be a policy document with at least one Statement"];
  }
  const { Statement: statement, Version: version } = document;
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statements.length === 0 || !statements.every(isObject)) {
    return ["must be a policy document with at least one Statement"];
  }
  const sids = statements.map(({ Sid: sid }) => sid).filter((sid) => sid !== undefined && sid !== "");
  return [
    ...unknownMembers("", document, DOCUMENT_MEMBERS),
    ...(version === undefined || version === "2012-10-17" || version === "2008-10-17"
      ? []
      : ['must have "2012-10-17" as Version']),
    ...statements.flatMap((each, index) =>
      statementProblems(Array.isArray(statement) ? `Statement[${index}]` : "Statement", each),
    ),
    ...(new Set(sids).size < sids.length ? ["must have each Sid once"] : []),
  ];
}

function statementProblems(path: string, statement: Members): string[] {
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  const problems = unknownMembers(path, statement, STATEMENT_MEMBERS);
  if (sid !== undefined && !(typeof sid === "string" && /^[0-9A-Za-z]*$/.test(sid))) {
    problems.push(`must have letters and digits only as Sid in ${path}`);
  }
  if (effect !== "Allow" && effect !== "Deny") {
    problems.push(`must have "Allow" or "Deny" as Effect in ${path}`);
  }
  for (const name of ["Action", "Resource"]) {
    const given = [statement[name], statement[`Not${name}`]].filter((value) => value !== undefined);
    if (given.length !== 1 || !isTexts(given[0])) {
      problems.push(`must have a text or a list of texts as either ${name} or Not${name} in ${path}`);
    }
  }
  if (condition !== undefined && !isObject(condition)) {
    problems.push(`must have an object as Condition in ${path}`);
  }
  return problems;
}

/** Says which member was probably meant, but not what is there instead: the document may be secret. */
function unknownMembers(path: string, object: object, known: readonly string[]): string[] {
  const where = path === "" ? "" : ` in ${path}`;
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearestName(name, known);
      return meant === undefined
        ? `must have no members${where} but ${known.join(", ")}`
        : `must have the member ${meant}${where}, which is misspelt`;
    });
}

/** A text, or a list of at least one. */
function isTexts(value: unknown): boolean {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.length > 0 && texts.every((text) => typeof text === "string");
}

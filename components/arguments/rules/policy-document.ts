import { nearestName } from "../nearest-name";

const DOCUMENT_MEMBERS = ["Version", "Id", "Statement"] as const;
const STATEMENT_MEMBERS = [
  ...["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"],
] as const;

/**
 * A policy of a role as JSON text, with the members that IAM's grammar has for one. Whether it grants what is wanted is
 * IAM's to judge.
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
  const { Statement: statement } = isObject(document) ? document : {};
  const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
  if (!isObject(document) || statements.length === 0 || !statements.every(isObject))
    return ["must be a policy document with at least one Statement"];
  return [
    ...unknownMembers("", document, DOCUMENT_MEMBERS),
    ...statements.flatMap((each, index) =>
      statementProblems(Array.isArray(statement) ? `Statement[${index}]` : "Statement", each),
    ),
  ];
}

function statementProblems(path: string, statement: Readonly<Record<string, unknown>>): string[] {
  const oneOf = (name: string): string[] =>
    isGiven(statement[name]) === isGiven(statement[`Not${name}`])
      ? [`must have ${name} or Not${name} in ${path}, and not both`]
      : [];
  return [
    ...unknownMembers(path, statement, STATEMENT_MEMBERS),
    ...(statement.Effect === "Allow" || statement.Effect === "Deny"
      ? []
      : [`must have "Allow" or "Deny" as Effect in ${path}`]),
    ...oneOf("Action"),
    ...oneOf("Resource"),
  ];
}

function unknownMembers(path: string, object: object, known: readonly string[]): string[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearestName(name, known);
      const hint = meant === undefined ? `known are ${known.join(", ")}` : `did you mean ${meant}?`;
      return `must not have the member ${JSON.stringify(name)}${path === "" ? "" : ` in ${path}`}, which no policy of a role has: ${hint}`;
    });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** IAM takes an empty list for none. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

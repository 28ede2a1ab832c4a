import { isObject } from "../../trust";

/** The members of a policy and of a statement in the order in which `getPolicyDocument` writes them. */
const POLICY_MEMBERS = ["Version", "Id", "Statement"];
const STATEMENT_MEMBERS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

/**
 * Whether a trust policy may come from Pulumi's `aws.iam.getPolicyDocument`. The engine shows a pack no function calls, so
 * the string is all that there is: the function writes members in one order, either minified or with an indent of two
 * spaces. A person can write the same text, so the answer can be true for another policy. It is never false for a string
 * that the function wrote and the program did not change.
 *
 * Source: hashicorp/terraform-provider-aws `internal/service/iam/policy_model.go` and `policy_document_data_source.go`.
 *
 * @param document - A trust policy as a program passes it.
 */
export function mayBePolicyDocument(document: unknown): boolean {
  if (typeof document !== "string") {
    return false;
  }
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    return false;
  }
  return (
    isObject(policy) &&
    [2, 0].some((indent) => written(policy, indent) === document) &&
    areInOrder(policy, POLICY_MEMBERS) &&
    Array.isArray(policy.Statement) &&
    policy.Statement.every((statement) => isObject(statement) && areInOrder(statement, STATEMENT_MEMBERS))
  );
}

/** JSON as Go writes it: it escapes characters that mean something in HTML or JavaScript. */
function written(policy: object, indent: number): string {
  return JSON.stringify(policy, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function areInOrder(object: object, members: readonly string[]): boolean {
  const positions = Object.keys(object).map((name) => members.indexOf(name));
  return positions.every((position, index) => position > (positions[index - 1] ?? -1));
}

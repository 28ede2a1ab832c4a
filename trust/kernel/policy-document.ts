import { repeatedMemberPath } from "../text/json-members";
import { isObject } from "./json-values";
import { type PolicyStatement, readStatement } from "./policy-statement";
import { type PolicyProblem, problem } from "./problem";

/** A trust policy, read. */
export interface ReadTrustPolicy {
  /** Whether values may hold policy variables: from version 2012-10-17 on. */
  readonly variables: boolean;
  /** The statements that could be read, problems and all. */
  readonly statements: readonly PolicyStatement[];
  /** What IAM would not take, or what would be read in two ways. */
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads a trust policy as IAM would: as text or as an object, with one statement or a list of them.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language".
 */
export function readPolicyDocument(document: unknown): ReadTrustPolicy {
  const problems: PolicyProblem[] = [];
  const policy = typeof document === "string" ? parse(document, problems) : document;
  if (problems.length > 0 && policy === undefined) {
    return { variables: true, statements: [], problems };
  }
  if (!isObject(policy)) {
    problems.push(
      problem(
        "policy-not-an-object",
        "a policy that is not a JSON object",
        "an object with Version and Statement",
      ),
    );
    return { variables: true, statements: [], problems };
  }
  let version: unknown;
  let statement: unknown;
  for (const [name, value] of Object.entries(policy)) {
    if (value === undefined || name === "Id") {
      continue;
    } else if (name === "Version") {
      version = value;
    } else if (name === "Statement") {
      statement = value;
    } else {
      const right = "Version, Id and Statement only";
      problems.push(problem("member-unknown", `the member ${JSON.stringify(name)}`, right, { path: [name] }));
    }
  }
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
    const right = '"Version": "2012-10-17"';
    problems.push(
      problem("version-invalid", `the version ${JSON.stringify(version)}`, right, { path: ["Version"] }),
    );
  }
  const list = Array.isArray(statement) ? (statement as unknown[]) : [statement];
  const statements: PolicyStatement[] = [];
  if (statement === undefined || list.length === 0) {
    const right = "at least one statement in Statement";
    problems.push(problem("statement-missing", "no statement", right, { path: ["Statement"] }));
  } else {
    for (let index = 0; index < list.length; index++) {
      const path = list === statement ? ["Statement", index] : ["Statement"];
      const read = readStatement(list[index], index, path, problems);
      if (read !== undefined) {
        statements.push(read);
      }
    }
  }
  return { variables: version !== "2008-10-17" && version !== undefined, statements, problems };
}

function parse(text: string, problems: PolicyProblem[]): unknown {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    problems.push(
      problem("policy-not-json", `a string that is not valid JSON (${reason})`, "a policy in JSON"),
    );
    return undefined;
  }
  const repeated = repeatedMemberPath(text, policy);
  if (repeated !== undefined) {
    problems.push(
      problem(
        "member-repeated",
        `the member ${JSON.stringify(repeated.at(-1))} twice in one object`,
        "each member once",
        {
          path: repeated,
          reach: "anyone",
        },
      ),
    );
  }
  return policy;
}

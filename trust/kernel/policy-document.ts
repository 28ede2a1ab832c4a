import { isObject } from "./json-values";
import type { Providers } from "./oidc-provider";
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
 * Reads a trust policy as IAM would, with one statement or a list of them.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language".
 */
export function readPolicyDocument(policy: unknown, known: Providers): ReadTrustPolicy {
  if (!isObject(policy)) {
    return { variables: true, statements: [], problems: [problem("policy-not-an-object")] };
  }
  const { Version, Statement } = policy;
  const problems: PolicyProblem[] = [];
  for (const name of Object.keys(policy)) {
    if (policy[name] !== undefined && name !== "Id" && name !== "Version" && name !== "Statement") {
      problems.push(problem("member-unknown", { path: [name] }));
    }
  }
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    problems.push(problem("version-invalid", { path: ["Version"], given: Version }));
  }
  const list = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  const statements: PolicyStatement[] = [];
  if (Statement === undefined || list.length === 0) {
    problems.push(problem("statement-missing", { path: ["Statement"] }));
  } else {
    for (let index = 0; index < list.length; index++) {
      const path = list === Statement ? ["Statement", index] : ["Statement"];
      const read = readStatement(list[index], index, path, known, problems);
      if (read !== undefined) {
        statements.push(read);
      }
    }
  }
  return { variables: Version !== "2008-10-17" && Version !== undefined, statements, problems };
}

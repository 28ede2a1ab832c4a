import { providers } from "../issuers/providers";
import { readPolicyDocument, type ReadTrustPolicy } from "../policy/policy-document";
import { type PolicyProblem, problem } from "../policy/problem";
import { repeatedMemberPath } from "../text/json-members";

/** Reads a trust policy as JSON text or as an object. */
export function readPolicy(document: unknown): ReadTrustPolicy {
  if (typeof document !== "string") {
    return readPolicyDocument(document, providers);
  }
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch (error) {
    const given = error instanceof Error ? error.message : "";
    return { variables: true, statements: [], problems: [problem("policy-not-json", { given })] };
  }
  const path = repeatedMemberPath(document, policy);
  const repeated: PolicyProblem[] =
    path === undefined ? [] : [problem("member-repeated", { path, reach: "anyone" })];
  const read = readPolicyDocument(policy, providers);
  return { ...read, problems: [...repeated, ...read.problems] };
}

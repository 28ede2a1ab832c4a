import { providers } from "../issuers/providers";
import { readPolicyDocument, type ReadTrustPolicy } from "../policy/policy-document";
import { problem } from "../policy/problem";
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
    return { statements: [], problems: [problem("policy-not-json", { given })] };
  }
  const path = repeatedMemberPath(document, policy);
  const read = readPolicyDocument(policy, providers);
  return path === undefined
    ? read
    : { ...read, problems: [problem("member-repeated", { path, reach: "anyone" }), ...read.problems] };
}

import { readPolicyDocument } from "../policy/policy-document";
import type { TrustGrant } from "./grant";
import { type Context, type JudgedStatement, judgeStatement } from "./judge-statement";
import type { RoleReach } from "./reach";
import { settleReach } from "./settle-reach";

/** What is known of a policy. */
export interface JudgedPolicy {
  /** Whether each statement that an OpenID Connect identity can use requires one exact audience, or one of several, and one exact subject. */
  readonly isAccepted: boolean;
  readonly statements: readonly JudgedStatement[];
  readonly grants: readonly TrustGrant[];
  /** Who can assume the role. `undefined` if no OpenID Connect identity can use the policy. */
  readonly reach: RoleReach | undefined;
}

/** Judges a policy without words: what it demands of tokens, and who can assume the role. The components ask this. */
export function judgePolicy(policy: unknown, context: Context): JudgedPolicy {
  const { statements: read, problems } = readPolicyDocument(policy, context.known);
  const statements = read.map((statement) => judgeStatement(statement, context));
  const refused = [...problems, ...statements.flatMap((statement) => statement.problems)];
  const facts = statements.flatMap((statement, at) =>
    statement.facts.map(({ fact, provider }) => ({ ...fact, statement: read[at]?.index, provider })),
  );
  const ofDocument = refused.map(
    (problem) => ({ ...problem, severity: "violation", provider: undefined }) as const,
  );
  const ways = statements.flatMap((statement) => statement.ways);
  const { grants, reach } = settleReach([...ofDocument, ...facts], ways);
  const isAccepted = refused.length === 0 && facts.every(({ severity }) => severity !== "violation");
  return { isAccepted, statements, grants, reach };
}

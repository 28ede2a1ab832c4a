import { problemWords } from "../analyze/problem-words";
import { readPolicy } from "../analyze/read-policy";
import { readConditions } from "../policy/conditions";
import type { PolicyStatement } from "../policy/policy-document";
import { type PolicyProblem, problem } from "../policy/problem";
import {
  compareCondition,
  type ComparedCondition,
  differInSlash,
  type Outcome,
  SLASH,
} from "./compare-condition";
import { type RequestKeys, requestKeys, type TokenClaims } from "./request-keys";

/** One statement of a trust policy, compared with a token. */
export interface ComparedStatement {
  /** Its position, from 0. */
  readonly statement: number;
  readonly sid: string | undefined;
  /** Whether it denies what it matches. */
  readonly denies: boolean;
  /** Whether the statement as a whole matches the token. */
  readonly outcome: Outcome;
  /** Whether it names the token's provider. */
  readonly principal: {
    /** The providers that it names, as IAM names them; `*` for everyone. */
    readonly expected: readonly string[];
    readonly actual: string;
    readonly outcome: Outcome;
    /** Why it does not match, if more is known than the names. A clause without a period. */
    readonly remark: string | undefined;
  };
  /** Its conditions, all of which must match. */
  readonly conditions: readonly ComparedCondition[];
}

/** A trust policy, compared with a token. */
export interface TokenComparison {
  /** Whether the policy lets the token assume the role. `"depends"`: the token alone does not decide it. */
  readonly verdict: "trusts" | "refuses" | "depends";
  /** The statements on `sts:AssumeRoleWithWebIdentity`. */
  readonly statements: readonly ComparedStatement[];
  /** What IAM would refuse in the policy. One clause each. */
  readonly problems: readonly string[];
}

/**
 * Compares a token with a trust policy claim by claim, as AWS STS does once it has accepted the token.
 *
 * @param policy - The trust policy, as text or as an object.
 * @param claims - The token's claims. `iss` must be a string.
 */
export function compareToken(policy: unknown, claims: TokenClaims): TokenComparison {
  const { statements, problems } = readPolicy(policy);
  const found = problems.map(clause);
  const keys = requestKeys(claims);
  const compared = statements
    .filter(({ webIdentity }) => webIdentity)
    .map((statement) => compareStatement(statement, keys, found));
  return { verdict: verdictOf(compared), statements: compared, problems: found };
}

function clause(refused: PolicyProblem): string {
  const [found, right] = problemWords(refused);
  return `${found}; expected ${right}`;
}

function compareStatement(
  { index, sid, variables, denies, providers, everyone, condition }: PolicyStatement,
  keys: RequestKeys,
  problems: string[],
): ComparedStatement {
  const conditions = readConditions(condition, (code, path, given) => {
    problems.push(clause(problem(code, { path, given })));
  }).map((each) => compareCondition(each, keys, variables));
  const names = providers.map(({ name }) => name);
  // Only the policy's author knows which principals a NotPrincipal was meant to exclude.
  const named: Outcome =
    everyone?.path[0] === "NotPrincipal"
      ? "depends"
      : everyone !== undefined || names.includes(keys.provider)
        ? "matches"
        : "differs";
  return {
    statement: index,
    sid,
    denies,
    outcome: all([named, ...conditions.map(({ outcome }) => outcome)]),
    principal: {
      expected: everyone === undefined ? names : ["*", ...names],
      actual: keys.provider,
      outcome: named,
      remark:
        named === "differs" && names.some((name) => differInSlash(name, keys.provider)) ? SLASH : undefined,
    },
    conditions,
  };
}

function all(outcomes: readonly Outcome[]): Outcome {
  return outcomes.includes("differs") ? "differs" : outcomes.includes("depends") ? "depends" : "matches";
}

function verdictOf(statements: readonly ComparedStatement[]): TokenComparison["verdict"] {
  const some = (denies: boolean, outcome: Outcome): boolean =>
    statements.some((each) => each.denies === denies && each.outcome === outcome);
  if (some(true, "matches")) {
    return "refuses";
  }
  if (some(false, "matches")) {
    return some(true, "depends") ? "depends" : "trusts";
  }
  return some(false, "depends") ? "depends" : "refuses";
}

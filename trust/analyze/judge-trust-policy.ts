/** Where a trust policy is judged, with sentences and fixes. The rules are those of `kernel/judge-statement.ts`. */
import { contextOf } from "../issuers/context";
import type { JudgeOptions } from "../issuers/judge-options";
import { providers as known } from "../issuers/providers";
import type { WayIn } from "../kernel/grant";
import { judgeStatement } from "../kernel/judge-statement";
import type { PolicyStatement } from "../policy/policy-document";
import { type PolicyProblem, problem } from "../policy/problem";
import { type Violation, withCompleteFixes } from "./complete-fix";
import { malformedFinding } from "./malformed-finding";
import { readPolicy } from "./read-policy";
import { settledFindings } from "./settled-findings";
import { StatementFindings } from "./statement-findings";
import type { TrustFinding, TrustFix, TrustVerdict } from "./verdict";

/**
 * Judges a role's trust policy. Every statement that allows an OpenID Connect identity must require one exact audience, or
 * one of several, and one exact subject.
 *
 * Statements that no such identity can use are ignored. A `Deny` never repairs an open `Allow`. A policy that IAM would
 * refuse, or that can be read in two ways, is never accepted.
 *
 * @param document - The policy as JSON text or as an object.
 * @returns The verdict. The function never throws.
 *
 * @example
 * ```ts
 * const { accepted, findings } = judgeTrustPolicy(role.assumeRolePolicy);
 * for (const { message } of findings) console.log(message);
 * ```
 */
export function judgeTrustPolicy(document: unknown, options: JudgeOptions = {}): TrustVerdict {
  const verdict = judgeWithPlaceholders(document, options, false);
  const { findings, grants, reach } = settledFindings(verdict.findings, verdict.ways);
  return { accepted: verdict.accepted, findings, grants, reach };
}

/** A verdict of which it is not worked out yet who gets in. */
export interface UnsettledVerdict extends Pick<TrustVerdict, "accepted" | "findings"> {
  readonly ways: readonly WayIn[];
}

/**
 * The same for a policy in which placeholders can stand for unknown parts. Who gets in is not worked out yet: only findings
 * that hold whatever the unknown parts are can close a way in.
 *
 * @param partial - Whether they can. A policy's own text may look like one, so nothing else may take them for unknown.
 */
export function judgeWithPlaceholders(
  document: unknown,
  options: JudgeOptions,
  partial: boolean,
): UnsettledVerdict {
  try {
    return judge(document, options, partial);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "of an unknown kind";
    return verdict([problem("policy-unreadable", { given: reason })], [], []);
  }
}

function judge(document: unknown, options: JudgeOptions, partial: boolean): UnsettledVerdict {
  const { statements, problems } = readPolicy(document);
  const denied = statements.some(({ denies, webIdentity }) => denies && webIdentity);
  const all = [...problems];
  const findings: TrustFinding[] = [];
  const ways: WayIn[] = [];
  const context = contextOf(options, partial);
  for (const statement of statements) {
    const judged = judgeStatement(statement, context);
    all.push(...judged.problems);
    ways.push(...judged.ways);
    if (judged.facts.length === 0) {
      continue;
    }
    const worded = (one: PolicyStatement): StatementFindings => new StatementFindings(one, options, denied);
    const violationsOf = (condition: unknown, fixes: readonly TrustFix[]): readonly Violation[] => {
      const after = { ...statement, condition, providers: renamedIn(statement.providers, fixes) };
      const { problems: rejected, facts } = judgeStatement(after, context);
      const words = worded(after);
      return [
        ...rejected.map(({ reach }) => ({ provider: undefined, reach, fix: () => undefined })),
        ...facts
          .filter(({ fact }) => fact.severity === "violation")
          .map((placed) => ({
            provider: placed.provider,
            reach: placed.fact.reach,
            fix: () => words.of(placed).fix,
          })),
      ];
    };
    const words = worded(statement);
    const own = judged.facts.map((fact) => words.of(fact));
    findings.push(...withCompleteFixes(own, statement.condition, violationsOf));
  }
  return verdict(all, findings, ways);
}

function verdict(
  problems: readonly PolicyProblem[],
  findings: readonly TrustFinding[],
  ways: readonly WayIn[],
): UnsettledVerdict {
  return {
    accepted: problems.length === 0 && !findings.some(isViolation),
    findings: [...problems.map(malformedFinding), ...findings],
    ways,
  };
}

function isViolation({ severity }: TrustFinding): boolean {
  return severity === "violation";
}

/** A statement's providers, with the right name for those that a fix renames, in whatever case they are written. */
function renamedIn(
  providers: PolicyStatement["providers"],
  fixes: readonly TrustFix[],
): PolicyStatement["providers"] {
  const names = new Set(fixes.map(({ rename }) => rename?.from.toLowerCase()));
  return providers.map((provider) =>
    names.has(provider.foldedName) ? known.underIssuerName(provider) : provider,
  );
}

import { findingMessage } from "../analyze/finding";
import { judgeTrustPolicy, judgeWithPlaceholders } from "../analyze/judge-trust-policy";
import type { JudgeOptions, TrustFinding, TrustGrant } from "../analyze/verdict";
import { repeatedMemberPath } from "../parse/json-members";
import { compareReach, worstReach } from "../parse/reach";
import { assumeBestCase } from "./best-case";
import { isCertain } from "./is-certain";
import { describeMarks, hasMark, isMark, placeholder, shownMark, unknownExpressions } from "./unknown-mark";
import { assumeWorstCase } from "./worst-case";

/** What {@link judgePartialPolicy} returns. */
export interface PartialVerdict {
  /**
   * `"accepted"` and `"rejected"` hold whatever the unknown parts turn out to be. `"unknown"` if the verdict depends on
   * them.
   */
  readonly verdict: "accepted" | "rejected" | "unknown";
  /** The violations that hold whatever the unknown parts are, and the notes that hold if they turn out well. */
  readonly findings: readonly TrustFinding[];
  /** Whom the policy lets in if the unknown parts turn out well. */
  readonly grants: readonly TrustGrant[];
  /** The unknown parts, e.g. `Ref PrincipalId`. Empty unless the verdict is `"unknown"`. */
  readonly unknown: readonly string[];
}

/**
 * Judges a trust policy with parts that may be unknown. A mark (`unknownMark`) replaces each. The policy
 * is judged twice: with the best and with the worst that the unknown parts can be.
 *
 * @param document - The policy as JSON text or as an object.
 * @throws {RangeError} If the document is nested too deeply.
 */
export function judgePartialPolicy(document: unknown, options: JudgeOptions = {}): PartialVerdict {
  const expressions = unknownExpressions(document);
  if (expressions.length === 0) {
    const { accepted, findings, grants } = judgeTrustPolicy(document, options);
    return { verdict: accepted ? "accepted" : "rejected", findings, grants, unknown: [] };
  }
  const policy = parsed(document);
  if (hasMark(policy)) {
    return { verdict: "unknown", findings: [], grants: [], unknown: expressions };
  }
  const repeated = typeof document === "string" ? repeatedMemberIn(document, policy) : [];
  if (repeated.length > 0) {
    return { verdict: "rejected", findings: describeMarks(repeated), grants: [], unknown: [] };
  }
  const best = judgeWithPlaceholders(assumeBestCase(policy, options), options, true);
  const grants = describeMarks(best.grants);
  const findings = describeMarks(
    best.findings.filter((finding) => finding.severity === "note" || isCertain(finding, policy)),
  );
  const worst = judgeTrustPolicy(assumeWorstCase(policy), options);
  if (findings.some(({ severity }) => severity === "violation")) {
    const raised = findings.map((finding) => asBadAsCanBe(finding, worst.findings, expressions));
    return { verdict: "rejected", findings: raised, grants, unknown: [] };
  }
  const accepted = best.accepted && worst.accepted;
  return {
    verdict: accepted ? "accepted" : "unknown",
    findings,
    grants,
    unknown: accepted ? [] : expressions,
  };
}

/**
 * A violation with the worst reach that the unknown parts of its statement allow. The best case says who can assume the
 * role at least.
 */
function asBadAsCanBe(
  finding: TrustFinding,
  worst: readonly TrustFinding[],
  expressions: readonly string[],
): TrustFinding {
  const { reach, severity, statement } = finding;
  if (severity === "note" || reach === undefined || reach === "nobody") {
    return finding;
  }
  const possible = worstReach(
    worst
      .filter((other) => other.severity === "violation" && other.statement === statement)
      .map((other) => other.reach),
  );
  if (possible === undefined || compareReach(possible, reach) >= 0) {
    return finding;
  }
  const addition = `It can be worse, depending on ${expressions.map(shownMark).join(", ")}.`;
  const detail = finding.detail === "" ? addition : `${finding.detail} ${addition}`;
  const worse = { ...finding, reach: possible, leastReach: reach, detail };
  return { ...worse, message: findingMessage(worse) };
}

/**
 * The finding for a member that comes twice, which only a text shows, not its parts. Other findings in such a text are
 * left out: a placeholder may be the cause.
 */
function repeatedMemberIn(text: string, policy: unknown): TrustFinding[] {
  return repeatedMemberPath(text, policy) === undefined
    ? []
    : judgeTrustPolicy(placeholder(text)).findings.filter(({ code }) => code === "member-repeated");
}

/** A text with marks that is JSON has them inside its strings. One that is not JSON cannot be taken apart. */
function parsed(document: unknown): unknown {
  if (!hasMark(document) || isMark(document)) {
    return document;
  }
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}

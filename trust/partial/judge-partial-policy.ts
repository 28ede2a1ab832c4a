import { findingMessage } from "../analyze/finding";
import { judgeTrustPolicy, judgeWithPlaceholders } from "../analyze/judge-trust-policy";
import { settledFindings } from "../analyze/settled-findings";
import type { TrustFinding } from "../analyze/verdict";
import type { JudgeOptions } from "../issuers/judge-options";
import type { TrustGrant } from "../kernel/grant";
import { compareReach, compareRoleReach, type RoleReach, widestReach, worstReach } from "../kernel/reach";
import { repeatedMemberPath } from "../text/json-members";
import { isObject } from "../text/json-values";
import { assumeBestCase } from "./best-case";
import { certainFindings } from "./certain-findings";
import {
  describeMarks,
  hasMark,
  hasUnknownName,
  isMark,
  shownMark,
  unknownExpressions,
} from "./unknown-mark";
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
  /** Who can assume the role if the unknown parts turn out well. */
  readonly grants: readonly TrustGrant[];
  /** The unknown parts, e.g. `Ref PrincipalId`. Empty unless the verdict is `"unknown"`. */
  readonly unknown: readonly string[];
  /**
   * Who can assume the role whatever the unknown parts are: the narrowest that every value leaves, over all ways in.
   * `undefined` if the verdict is `"unknown"`, or if no OpenID Connect identity can use the policy.
   */
  readonly reach: RoleReach | undefined;
  /** Who can assume the role at worst, if the unknown parts allow more than `reach`. */
  readonly possibleReach?: RoleReach;
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
  const policy = parsed(document);
  // A list is no policy, whatever it holds.
  if (expressions.length === 0 || Array.isArray(policy)) {
    const { accepted, ...judged } = judgeTrustPolicy(expressions.length === 0 ? document : [], options);
    return { verdict: accepted ? "accepted" : "rejected", ...judged, unknown: [] };
  }
  if (!isObject(policy) || hasUnknownName(policy)) {
    return { verdict: "unknown", findings: [], grants: [], unknown: expressions, reach: undefined };
  }
  const repeated = typeof document === "string" ? repeatedMemberIn(document, policy) : [];
  if (repeated.length > 0) {
    const findings = describeMarks(repeated);
    return { verdict: "rejected", findings, grants: [], unknown: [], reach: "anyone" };
  }
  const best = judgeWithPlaceholders(assumeBestCase(policy, options), options, true);
  const { findings, grants, reach } = describeMarks(
    settledFindings(certainFindings(best.findings, policy), best.ways),
  );
  const worst = judgeTrustPolicy(assumeWorstCase(policy, options), options);
  const withoutKeys = judgeTrustPolicy(assumeWorstCase(policy, options, true), options);
  const possible = widestReach([reach, worst.reach, withoutKeys.reach]);
  const isRejected = findings.some(({ severity }) => severity === "violation");
  const accepted = best.accepted && worst.accepted;
  if (isRejected || accepted) {
    return {
      verdict: isRejected ? "rejected" : "accepted",
      findings: isRejected
        ? findings.map((finding) =>
            withPossibleReach(finding, [...worst.findings, ...withoutKeys.findings], expressions),
          )
        : findings,
      grants,
      unknown: [],
      reach,
      ...(possible !== undefined && compareRoleReach(possible, reach) < 0 ? { possibleReach: possible } : {}),
    };
  }
  return {
    verdict: "unknown",
    findings,
    grants,
    unknown: expressions,
    reach: undefined,
    ...(possible === undefined ? {} : { possibleReach: possible }),
  };
}

/** A violation with what the unknown parts of its statement allow at worst, beside what holds whatever they are. */
function withPossibleReach(
  finding: TrustFinding,
  worst: readonly TrustFinding[],
  expressions: readonly string[],
): TrustFinding {
  const { reach, statement } = finding;
  if (reach === undefined || reach === "nobody") {
    return finding;
  }
  const possible = worstReach(
    worst.filter((other) => other.statement === statement).map((other) => other.reach),
  );
  if ((possible !== "anyone" && possible !== "tenant") || compareReach(possible, reach) >= 0) {
    return finding;
  }
  const addition = `It can be worse: depending on ${expressions.map(shownMark).join(", ")}, ${WORSE[possible]}.`;
  const detail = finding.detail === "" ? addition : `${finding.detail} ${addition}`;
  const worse = { ...finding, possibleReach: possible, detail };
  return { ...worse, message: findingMessage(worse) };
}

/** What can be worse than another reach: the narrowest that opens a role is "replay", and no policy shows who is assigned. */
const WORSE = {
  anyone: "anyone can assume this role",
  tenant: "anyone in the tenant, cluster, or organization can assume this role",
};

/**
 * The finding for a member that comes twice, which only a text shows, not its parts. Other findings in such a text are
 * left out: a placeholder may be the cause.
 */
function repeatedMemberIn(text: string, policy: unknown): TrustFinding[] {
  return repeatedMemberPath(text, policy) === undefined
    ? []
    : judgeTrustPolicy(text).findings.filter(({ code }) => code === "member-repeated");
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

import { judgeTrustPolicy, type JudgeOptions, type TrustFinding, type TrustGrant } from "../../trust";
import { repeatedMemberPath } from "../../trust/json-members";
import type { TrustDocument } from "../formats/format";
import { hasMark, isMark, standIn, type NotKnown } from "./not-known";
import { supposeBadly, supposeKindly } from "./suppose";

/** What is said of a role: `"unknown"` where it depends on something that the file does not tell. */
export type Verdict = "accepted" | "rejected" | "unknown";

/** What is said of one role's trust policy. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Violations and notes. For a role that is `"unknown"` those that hold if the unknown values turn out well. */
  readonly findings: readonly TrustFinding[];
  readonly grants: readonly TrustGrant[];
  /** What is not known and matters, e.g. `Ref PrincipalId`. Empty unless the verdict is `"unknown"`. */
  readonly unknown: readonly string[];
}

/** Judges a trust policy of which some parts may not be known. Accepts only what is right whatever those parts are. */
export function judgeDocument(
  { document, account }: Pick<TrustDocument, "document" | "account">,
  notKnown: NotKnown,
  options: JudgeOptions = {},
): Judgement {
  const settings = account === undefined ? options : { ...options, accountId: account };
  const expressions = notKnown.expressionsIn(document ?? null);
  if (expressions.length === 0) {
    const { accepted, findings, grants } = judgeTrustPolicy(document, settings);
    return { verdict: accepted ? "accepted" : "rejected", findings, grants, unknown: [] };
  }
  const policy = parsed(document);
  if (hasMark(policy)) {
    return { verdict: "unknown", findings: [], grants: [], unknown: expressions };
  }
  const repeated = typeof document === "string" ? repeatedMemberIn(document, policy) : [];
  if (repeated.length > 0) {
    return { verdict: "rejected", findings: notKnown.describeIn(repeated), grants: [], unknown: [] };
  }
  const kind = judgeTrustPolicy(supposeKindly(policy), settings);
  // A stand-in may be malformed or contradict another condition where the real value does not; it never opens a role.
  const certain = kind.findings.some(
    ({ severity, effect }) => severity === "violation" && effect !== "nobody can, as written",
  );
  if (certain) {
    return {
      verdict: "rejected",
      findings: notKnown.describeIn(kind.findings),
      grants: notKnown.describeIn(kind.grants),
      unknown: [],
    };
  }
  const accepted = kind.accepted && judgeTrustPolicy(supposeBadly(policy), settings).accepted;
  return {
    verdict: accepted ? "accepted" : "unknown",
    findings: notKnown.describeIn(kind.findings.filter(({ severity }) => severity === "note")),
    grants: notKnown.describeIn(kind.grants),
    unknown: accepted ? [] : expressions,
  };
}

/**
 * The finding for a member that comes twice, which only a text shows, not its parts. What else is found in such a text
 * is left out: a stand-in may be the cause.
 */
function repeatedMemberIn(text: string, policy: unknown): TrustFinding[] {
  return repeatedMemberPath(text, policy) === undefined
    ? []
    : judgeTrustPolicy(standIn(text)).findings.filter(
        ({ rule, effect }) => rule === "trust-policy-is-well-formed" && effect === "anyone could get in",
      );
}

/** A text with marks that is JSON has them inside its strings; one that is not cannot be taken apart. */
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

import { exceptedText, exceptionEndedText, maybeInBaselineText } from "../../messages";
import { placeKey } from "./baseline";
import type { PlacedBaseline } from "./baseline-file";
import { exceptionsFor, type RuleException } from "./exceptions";
import { fingerprint, type Occurrences } from "./fingerprint";
import type { RuleFinding } from "./rule-definition";

/** What the configuration says about all findings of a rule. */
export interface Settlement {
  readonly exceptions: readonly RuleException[];
  readonly baseline: PlacedBaseline | undefined;
  /** Today's date in UTC, `YYYY-MM-DD`. */
  readonly today: string;
}

/** A finding to show. */
export interface SettledFinding extends Omit<RuleFinding, "kind"> {
  /** `"exception"` is a violation that an exception covers. */
  readonly kind: RuleFinding["kind"] | "exception";
}

/** A violation that a baseline holds, which is counted only. */
export interface KnownViolation {
  readonly kind: "known";
  readonly fingerprint: string;
  readonly baseline: PlacedBaseline;
}

/**
 * Applies the configuration to a finding. An exception in force and the baseline keep a violation from stopping anything.
 * A violation names an exception that has ended.
 */
export function settleFinding(
  rule: string,
  finding: RuleFinding,
  { exceptions, baseline, today }: Settlement,
  occurrences: Occurrences,
): SettledFinding | KnownViolation {
  if (finding.kind !== "violation") {
    return finding;
  }
  const { message } = finding;
  const { holding, ended } = exceptionsFor(finding.urn, exceptions, today);
  if (holding !== undefined) {
    return { ...finding, kind: "exception", message: exceptedText(message, holding.reason, holding.until) };
  }
  const known = { rule, resource: finding.urn, identity: [finding.urn, ...finding.identity] };
  const print = fingerprint(known, occurrences.next(fingerprint(known)));
  if (finding.isPartial === true) {
    if (baseline?.places.has(placeKey(known)) === true) {
      return { ...finding, kind: "advice", message: maybeInBaselineText(message), severity: "medium" };
    }
  } else if (baseline?.fingerprints.has(print) === true) {
    return { kind: "known", fingerprint: print, baseline };
  }
  return ended === undefined
    ? finding
    : { ...finding, message: exceptionEndedText(message, ended.reason, ended.until ?? "") };
}

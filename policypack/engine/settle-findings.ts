import { type Baseline, placeKey } from "./baseline";
import { exceptionsFor, type RuleException } from "./exceptions";
import { fingerprint, type Occurrences } from "./fingerprint";
import type { RuleFinding } from "./rule-definition";

/** What the configuration says about all findings of a rule. */
export interface Settlement {
  readonly exceptions: readonly RuleException[];
  readonly baseline: Baseline | undefined;
  /** Today's date in UTC, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Turns a violation into advice where the configuration says so: by an exception that holds, or because the baseline
 * knows it. Everything else stays as it is; an exception that has ended is named.
 */
export function settleFinding(
  rule: string,
  finding: RuleFinding,
  { exceptions, baseline, today }: Settlement,
  occurrences: Occurrences,
): RuleFinding {
  if (finding.kind !== "violation") {
    return finding;
  }
  const { holding, ended } = exceptionsFor(finding.urn, exceptions, today);
  if (holding !== undefined) {
    const until = holding.until === undefined ? "" : ` until ${holding.until}`;
    const message = `Exception${until} (${holding.reason}): ${finding.message}`;
    return { ...finding, kind: "exception", message };
  }
  const known = { rule, resource: finding.urn, detail: finding.detail };
  if (baseline?.fingerprints.has(fingerprint(known, occurrences.next(fingerprint(known)))) === true) {
    return { ...finding, kind: "advice", message: `In the baseline: ${finding.message}` };
  }
  if (finding.isPartial === true && baseline?.places.has(placeKey(known)) === true) {
    const message = `The baseline may know this. It is compared in the update, once all of it is known: ${finding.message}`;
    return { ...finding, kind: "advice", message };
  }
  return ended === undefined
    ? finding
    : {
        ...finding,
        message: `${finding.message} (An exception ended on ${ended.until ?? ""}: ${ended.reason})`,
      };
}

import { acceptanceEndedText, maybeAcceptedText } from "../../messages/policy-pack";
import type { Acceptance } from "./acceptance";
import { fingerprint, type Occurrences } from "./fingerprint";
import type { RuleFinding } from "./rule-definition";

/** A finding to show. */
export interface SettledFinding extends RuleFinding {
  /** By which it can be accepted. `undefined` for advice, and for a finding of which a part is not known yet. */
  readonly fingerprint?: string;
}

/**
 * Compares a finding with the accepted ones. A violation names the acceptance that has ended.
 *
 * @returns `undefined` if the finding is accepted: it is counted only.
 */
export function settleFinding(
  rule: string,
  finding: RuleFinding,
  acceptance: Acceptance,
  occurrences: Occurrences,
): SettledFinding | undefined {
  if (finding.kind !== "violation") {
    return finding;
  }
  const { urn, message } = finding;
  const known = { rule, identity: [urn, ...finding.identity] };
  const print = fingerprint(known, occurrences.next(fingerprint(known)));
  if (finding.isPartial === true) {
    return acceptance.mayHold(rule, urn)
      ? { ...finding, kind: "advice", message: maybeAcceptedText(message), severity: "medium" }
      : finding;
  }
  const found = acceptance.of([print], urn);
  if (found === undefined) {
    return { ...finding, fingerprint: print };
  }
  return found.hasEnded
    ? { ...finding, fingerprint: print, message: `${message}${acceptanceEndedText(found.accepted)}` }
    : undefined;
}

import { acceptanceEndedText, maybeAcceptedText } from "../../messages/policy-pack";
import type { Acceptance } from "./acceptance";
import { findingOnRole, fingerprint, type Occurrences } from "./fingerprint";
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
  const { urn, message, role } = finding;
  const place = { resources: [urn], roleName: role?.name };
  const known = { rule, identity: [urn, ...finding.identity] };
  const occurrence = occurrences.next(fingerprint(known));
  const print = fingerprint(known, occurrence);
  const others =
    role === undefined ? [] : [fingerprint(findingOnRole(rule, role.name, role.identity), occurrence)];
  if (finding.isPartial === true) {
    return acceptance.mayHold(rule, place)
      ? { ...finding, kind: "advice", message: maybeAcceptedText(message), severity: "medium" }
      : finding;
  }
  const found = acceptance.of([print, ...others], place);
  if (found === undefined) {
    return { ...finding, fingerprint: print };
  }
  return found.hasEnded
    ? { ...finding, fingerprint: print, message: `${message}${acceptanceEndedText(found.accepted)}` }
    : undefined;
}

/** Shared by the audit's rules on trust: finds the roles of one reach, and words their conditions. */
import { findingOnRole, fingerprint, Occurrences } from "../../../policypack/configuration";
import { findingIdentity, type Reach, type TrustFinding } from "../../../trust";
import type { FindingBehind } from "../audit-report";
import type { AuditModel, RoleModel } from "../model/audit-model";
import type { Issue } from "./audit-rule";

/** How many conditions a message has. */
const MOST_PLACES = 3;

/** The roles that a reach admits: one issue for each, with the findings of the trust analysis behind it. */
export function* rolesOfReach({ roles }: AuditModel, reach: Reach): Iterable<Issue> {
  for (const { role, trust, sentence, correction } of roles) {
    if (!trust.reaches.includes(reach)) {
      continue;
    }
    const findings = trust.findingsOf(reach);
    const [first] = findings;
    if (first !== undefined) {
      const who =
        trust.reach === reach
          ? sentence
          : `Role ${role.name} of account ${role.account}: ${first.consequence}`;
      yield {
        subject: role.arn,
        message: `${who} ${conditionsOf(findings)}`,
        remedy:
          correction === undefined ? remedyOf(findings) : "Use the corrected trust policy of this report.",
        reach,
        trust: () => asOfJudge(role, trust.findingsOf(reach)),
        cause: asOfJudge(role, findings).map(({ fingerprint }) => fingerprint),
      };
    }
  }
}

/** Findings with the fingerprints that `judge` gives them: who accepts one there, accepts it here. */
function asOfJudge(
  { name, trustPolicy }: RoleModel["role"],
  findings: readonly TrustFinding[],
): readonly FindingBehind[] {
  const policy: unknown = JSON.parse(trustPolicy);
  const occurrences = new Occurrences();
  return findings.map((finding) => {
    const known = findingOnRole(finding.rule, name, findingIdentity(finding, policy));
    return { ...finding, fingerprint: fingerprint(known, occurrences.next(fingerprint(known))) };
  });
}

/** Which statement has which condition, or lacks it. */
export function conditionsOf(findings: readonly TrustFinding[]): string {
  const places = findings.map(({ statement, sid, found }) => {
    const where =
      statement === undefined
        ? "The policy"
        : `Statement ${statement}${sid === undefined ? "" : ` (${sid})`}`;
    return `${where}: ${found}.`;
  });
  const more = places.length - MOST_PLACES;
  return `${places.slice(0, MOST_PLACES).join(" ")}${more > 0 ? ` And ${more} more.` : ""}`;
}

function remedyOf(findings: readonly TrustFinding[]): string {
  return findings
    .map(({ remedy, right }) => remedy ?? `Expected ${right}.`)
    .slice(0, 3)
    .join(" ");
}

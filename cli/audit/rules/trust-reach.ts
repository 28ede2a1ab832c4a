import { findingIdentity, type Reach, type TrustFinding } from "../../../trust";
import type { AuditModel } from "../model/audit-model";
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
      const policy: unknown = JSON.parse(role.trustPolicy);
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
        trust: () => trust.findingsOf(reach),
        cause: findings.map((finding) => findingIdentity(finding, policy)),
      };
    }
  }
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

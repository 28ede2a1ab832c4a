/** Decides what judge may report about a trust policy that is a secret. */
import { WITHHELD, withheldText } from "../../messages/cli";
import { Lines } from "../../policy-sources";
import { findingMessage, type PartialVerdict, type TrustFinding, type TrustGrant } from "../../trust";
import type { UnidentifiedRole } from "./judged-role";

/** A role whose policy the file marks as a secret: its verdict, and for each finding who can assume the role. Nothing else is left. */
export function withheld(role: UnidentifiedRole): UnidentifiedRole {
  const judgment = withheldJudgment(role.judgment);
  const text = WITHHELD;
  return {
    ...role,
    judgment,
    text,
    lines: new Lines(text),
    findings: role.findings.map((placed) => ({
      ...placed,
      finding: withheldFinding(placed.finding),
      // The reach is in it, so an accepted finding does not cover a policy that opens further.
      identity: () => [placed.finding.code, placed.finding.reach ?? ""],
      range: role.range,
      own: { start: 0, end: text.length },
      hints: [],
    })),
  };
}

function withheldJudgment({ findings, grants, unknown, ...judgment }: PartialVerdict): PartialVerdict {
  return {
    ...judgment,
    findings: findings.map(withheldFinding),
    grants: grants.map(withheldGrant),
    unknown: unknown.length === 0 ? [] : [WITHHELD],
  };
}

/** Positions, claims, and providers can say as much as values: a provider is named by the ARN of the principal. */
function withheldFinding({ rule, code, severity, statement, reach }: TrustFinding): TrustFinding {
  const parts = {
    rule,
    code,
    severity,
    statement,
    sid: undefined,
    provider: undefined,
    key: undefined,
    path: [],
    found: withheldText.found(reach),
    right: withheldText.expected(rule),
    reach,
    consequence: reach === undefined ? "" : withheldText.consequence(reach),
    detail: withheldText.why,
    fix: undefined,
    remedy: undefined,
  };
  return { ...parts, message: findingMessage(parts) };
}

function withheldGrant({ statement, audience, subject, reach }: TrustGrant): TrustGrant {
  const pin = ({ kind }: TrustGrant["audience"]): TrustGrant["audience"] => ({
    kind,
    values: kind === "nothing" ? [] : [WITHHELD],
  });
  return {
    statement,
    sid: undefined,
    provider: WITHHELD,
    audience: pin(audience),
    subject: pin(subject),
    reach,
  };
}

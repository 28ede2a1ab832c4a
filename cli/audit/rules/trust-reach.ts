import type { Reach, TrustFinding } from "../../../trust";
import type { AuditModel } from "../model/audit-model";
import { sentenceOf } from "../model/sentence";
import type { Issue } from "./audit-rule";

/** The roles that a reach admits: one issue for each, with the findings of the trust analysis behind it. */
export function* rolesOfReach({ roles, index }: AuditModel, reach: Reach): Iterable<Issue> {
  for (const model of roles) {
    const findings = model.judgment.findings.filter(
      // That nobody gets in is a note: it opens nothing.
      (finding) => (finding.severity === "violation" || reach === "nobody") && finding.reach === reach,
    );
    const [first] = findings;
    if (first !== undefined) {
      yield {
        subject: model.role.arn,
        message:
          model.reach === reach
            ? sentenceOf(model, index)
            : first.consequence.replace("this role", `role ${model.role.name}`),
        remedy:
          model.correction === undefined
            ? remedyOf(findings)
            : "Use the corrected trust policy of this report.",
        reach,
        trust: findings,
        cause: findings.map(({ code, provider, key, found }) => [code, provider, key, found]),
      };
    }
  }
}

function remedyOf(findings: readonly TrustFinding[]): string {
  return findings
    .map(({ remedy, right }) => remedy ?? `Expected ${right}.`)
    .slice(0, 3)
    .join(" ");
}

/** The catalog of rules in the SARIF report of `judge`. */
import { rules } from "../../policypack/configuration";
import { TRUST_RULES } from "../../trust";
import type { ReportedRule } from "../findings/sarif-rules";

/** The rule for a role whose trust policy the file does not show completely. */
export const UNKNOWN_RULE = "trust-policy-not-judged";

/** Rules of which a finding most often keeps everybody out. The pack refuses that, but it opens nothing. */
const LOCK_OUTS: readonly string[] = ["oidc-trust-names-its-issuer", "trust-policy-is-well-formed"];

/** The rules of `judge`, as other tools show them, in the words of the policy pack. */
export const SARIF_RULES: readonly ReportedRule[] = [
  ...TRUST_RULES.flatMap((id) => rules.filter(({ name }) => name === id)).map(
    ({ name: id, description: title, remediationSteps: fix, severity }): ReportedRule => ({
      id,
      title,
      text: fix,
      fix,
      severity: LOCK_OUTS.includes(id) ? "low" : severity,
      page: `reference/rules/${id}.html`,
    }),
  ),
  {
    id: UNKNOWN_RULE,
    title: "The file shows all parts of a trust policy that decide the verdict.",
    text: "The verdict depends on values that are not in the file.",
    fix: "Judge the role again once its values are known, or write them out.",
    severity: "medium",
    page: `errors/roles-not-judged.html#${UNKNOWN_RULE}`,
  },
];

import type { ReportedRule } from "../findings/sarif-rules";

/** The rule for a role whose trust policy the file does not show completely. */
export const UNKNOWN_RULE = "trust-policy-not-judged";

/** A rule without its page. */
type RuleText = readonly [id: string, title: string, fix: string, severity: ReportedRule["severity"]];

const RULES: readonly RuleText[] = [
  [
    "oidc-trust-requires-audience",
    "A role that an OpenID Connect identity can assume pins the token's audience (aud) to exact values.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
    "critical",
  ],
  [
    "oidc-trust-audience-beside-subject",
    "A role that pins the token's subject (sub) pins its audience (aud) as well.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
    "medium",
  ],
  [
    "oidc-trust-requires-subject",
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
    "Pin the provider's sub key to the exact subject under StringEquals in the statement's Condition.",
    "critical",
  ],
  [
    "oidc-trust-names-its-issuer",
    "Condition keys name exactly the provider of the statement.",
    "Write the condition keys with the provider's name as its ARN has it, slash included.",
    "low",
  ],
  [
    "trust-policy-is-well-formed",
    "IAM accepts the trust policy, and it can be read in one way only.",
    "Remove members that IAM does not know, and repeated members.",
    "low",
  ],
  [
    UNKNOWN_RULE,
    "The file shows all parts of a trust policy that decide the verdict.",
    "Judge the role again once its values are known, or write them out.",
    "medium",
  ],
];

/** The rules of `judge`, as other tools show them. */
export const SARIF_RULES = RULES.map(([id, title, fix, severity]): ReportedRule => ({
  id,
  title,
  text: fix,
  fix,
  severity,
  page: id === UNKNOWN_RULE ? `errors/roles-not-judged.html#${id}` : `reference/rules/${id}.html`,
}));

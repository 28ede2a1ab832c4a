/** The rule for a role whose trust policy the file does not show completely. */
export const UNKNOWN_RULE = "trust-policy-not-judged";

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
  /** How bad a result can be, from 0 to 10. Source: GitHub, "SARIF support for code scanning". */
  readonly properties: { readonly "security-severity": string };
}

/** The rules that results point to (`reportingDescriptor` in SARIF). */
export const SARIF_RULES: readonly SarifRule[] = [
  rule(
    "oidc-trust-requires-audience",
    "A role that an OpenID Connect identity can assume pins the token's audience (aud) to exact values.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
    "9.5",
  ),
  rule(
    "oidc-trust-audience-beside-subject",
    "A role that pins the token's subject (sub) pins its audience (aud) as well.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
    "5.0",
    "warning",
  ),
  rule(
    "oidc-trust-requires-subject",
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
    "Pin the provider's sub key to the exact subject under StringEquals in the statement's Condition.",
    "9.5",
  ),
  rule(
    "oidc-trust-names-its-issuer",
    "Condition keys name exactly the provider of the statement.",
    "Write the condition keys with the provider's name as its ARN has it, slash included.",
    "3.0",
  ),
  rule(
    "trust-policy-is-well-formed",
    "IAM accepts the trust policy, and it can be read in one way only.",
    "Remove members that IAM does not know, and repeated members.",
    "3.0",
  ),
  rule(
    UNKNOWN_RULE,
    "The file shows all parts of a trust policy that decide the verdict.",
    "Judge the role again once its values are known, or write them out.",
    "5.0",
    "warning",
  ),
];

function rule(
  id: string,
  description: string,
  help: string,
  severity: string,
  level: "error" | "warning" = "error",
): SarifRule {
  return {
    id,
    shortDescription: { text: description },
    help: { text: help },
    defaultConfiguration: { level },
    properties: { "security-severity": severity },
  };
}

/** The rule for a role of which the file does not tell enough. */
export const UNKNOWN_RULE = "trust-policy-is-known";

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
}

/** The rules that results point to (`reportingDescriptor` in SARIF). */
export const SARIF_RULES: readonly SarifRule[] = [
  rule(
    "oidc-trust-requires-audience",
    "A role that an OpenID Connect identity can assume pins the token's audience (aud) to exact values.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
  ),
  rule(
    "oidc-trust-requires-subject",
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
    "Pin the provider's sub key to the exact subject under StringEquals in the statement's Condition.",
  ),
  rule(
    "oidc-trust-names-its-issuer",
    "Conditions speak of the provider that the statement names, to the letter.",
    "Write the condition keys with the provider's name as its ARN has it, slash included.",
  ),
  rule(
    "trust-policy-is-well-formed",
    "A trust policy is one that IAM takes and that can be read in one way only.",
    "Remove what IAM does not know, and members that come twice.",
  ),
  rule(
    UNKNOWN_RULE,
    "A trust policy can be judged from what the file tells.",
    "Judge the role again once its values are known, or write them out.",
    "warning",
  ),
];

function rule(
  id: string,
  description: string,
  help: string,
  level: "error" | "warning" = "error",
): SarifRule {
  return {
    id,
    shortDescription: { text: description },
    help: { text: help },
    defaultConfiguration: { level },
  };
}

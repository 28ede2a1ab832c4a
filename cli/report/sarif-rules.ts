import { PROJECT } from "../../messages";

/** The rule for a role whose trust policy the file does not show completely. */
export const UNKNOWN_RULE = "trust-policy-not-judged";

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  /** Where the manual explains the rule, once it is published. */
  readonly helpUri?: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
  readonly properties: {
    /** With it, results are security results. */
    readonly tags: readonly string[];
    readonly precision: "very-high" | "high";
    /** How bad a result can be, from 0 to 10. Source: GitHub, "SARIF support for code scanning". */
    readonly "security-severity": string;
  };
}

/** A rule without the links to the manual. */
type RuleText = readonly [
  id: string,
  description: string,
  help: string,
  severity: string,
  level?: "error" | "warning",
];

const RULES: readonly RuleText[] = [
  [
    "oidc-trust-requires-audience",
    "A role that an OpenID Connect identity can assume pins the token's audience (aud) to exact values.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
    "9.5",
  ],
  [
    "oidc-trust-audience-beside-subject",
    "A role that pins the token's subject (sub) pins its audience (aud) as well.",
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition.",
    "5.0",
    "warning",
  ],
  [
    "oidc-trust-requires-subject",
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
    "Pin the provider's sub key to the exact subject under StringEquals in the statement's Condition.",
    "9.5",
  ],
  [
    "oidc-trust-names-its-issuer",
    "Condition keys name exactly the provider of the statement.",
    "Write the condition keys with the provider's name as its ARN has it, slash included.",
    "3.0",
  ],
  [
    "trust-policy-is-well-formed",
    "IAM accepts the trust policy, and it can be read in one way only.",
    "Remove members that IAM does not know, and repeated members.",
    "3.0",
  ],
  [
    UNKNOWN_RULE,
    "The file shows all parts of a trust policy that decide the verdict.",
    "Judge the role again once its values are known, or write them out.",
    "5.0",
    "warning",
  ],
];

/**
 * The rules that results point to (`reportingDescriptor` in SARIF).
 *
 * @param site - The root of the published manual.
 */
export function sarifRules(site: string | undefined): readonly SarifRule[] {
  return RULES.map((text) => rule(text, site));
}

/** {@link sarifRules} with links to the project's manual, once it is published. */
export const SARIF_RULES = sarifRules(PROJECT.site);

function rule(
  [id, description, help, severity, level = "error"]: RuleText,
  site: string | undefined,
): SarifRule {
  const helpUri = site === undefined ? undefined : `${site}/${pageOf(id)}`;
  return {
    id,
    shortDescription: { text: description },
    fullDescription: { text: `${description} ${help}` },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: {
      text: help,
      markdown: helpUri === undefined ? help : `${help}\n\n[More about this rule](${helpUri})`,
    },
    defaultConfiguration: { level },
    properties: { tags: ["security"], precision: "high", "security-severity": severity },
  };
}

/** The page of the manual about a rule. */
function pageOf(id: string): string {
  return id === UNKNOWN_RULE ? `errors/roles-not-judged.html#${id}` : `reference/rules/${id}.html`;
}

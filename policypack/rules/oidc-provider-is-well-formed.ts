import { nist } from "../engine/controls";
import { type RuleDefinition, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn } from "../engine/seen-resource";
import { NOTHING_HIDDEN } from "../iam/hidden-parts";
import { iamObjects } from "../iam/iam-object";
import { providerProblems } from "../iam/provider-problems";
import { isEntraProvider } from "../iam/trust";

/** Refuses OpenID Connect providers that IAM refuses, or that accept no token or tokens of every tenant. */
export const oidcProviderIsWellFormed: RuleDefinition<ScopeConfig> = {
  name: "oidc-provider-is-well-formed",
  displayName: "OIDC provider is well-formed",
  description:
    "An OpenID Connect provider has an https URL without port or query, 1 to 100 exact client IDs, and no placeholder as thumbprint.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["aws", "iam", "oidc"],
  framework: nist("IA-9", "CM-6"),
  otherControls: { iso27001: "A.8.5, A.8.9" },
  remediationSteps:
    "Pass the issuer's URL exactly as in the tokens' iss, and each audience as a client ID. Omit thumbprints: " +
    "AWS verifies the certificates of public authorities itself.",
  looksAt: "OpenID Connect providers of Entra tenants and of this package; with `scope: all`, every one",
  configuration: scopeSchema,
  *judgeResource(resource, { scope }) {
    for (const object of iamObjects(resource).objects) {
      const isProvider = object.type === "AWS::IAM::OIDCProvider";
      if (isProvider && (scope === "all" || isOwn(resource) || isEntraProvider(object))) {
        for (const { message, value } of providerProblems(
          object.name,
          object.properties,
          object.hidden ?? NOTHING_HIDDEN,
        )) {
          yield violation(resource, message, object.place, value);
        }
      }
    }
  },
};

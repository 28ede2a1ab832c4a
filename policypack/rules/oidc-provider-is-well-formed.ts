import { type RuleDefinition, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn } from "../engine/seen-resource";
import { iamObjects } from "../iam/iam-object";
import { providerProblems } from "../iam/provider-problems";
import { isEntraProvider } from "../iam/trust";

/** Refuses OpenID Connect providers that IAM would refuse, or that no token or any token would fit. */
export const oidcProviderIsWellFormed: RuleDefinition<ScopeConfig> = {
  name: "oidc-provider-is-well-formed",
  displayName: "OIDC provider is well-formed",
  description:
    "An OpenID Connect provider has an https URL without port and query, 1 to 100 exact client IDs, and only real thumbprints.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["aws", "iam", "oidc"],
  remediationSteps:
    "Give the issuer's URL to the letter, each audience as a client ID, and omit thumbprints: " +
    "AWS checks certificates of public authorities itself.",
  looksAt: "OpenID Connect providers of Entra tenants and of this package; `scope: all`: every one",
  configuration: scopeSchema,
  *judgeResource(resource, { scope }) {
    for (const object of iamObjects(resource).objects) {
      const isProvider = object.type === "AWS::IAM::OIDCProvider";
      if (isProvider && (scope === "all" || isOwn(resource) || isEntraProvider(object))) {
        for (const { found, right } of providerProblems(object.properties)) {
          yield violation(
            resource,
            `OpenID Connect provider ${object.name}: found ${found}. Expected: ${right}.`,
            JSON.stringify([object.place, found]),
          );
        }
      }
    }
  },
};

import { nist } from "../engine/controls";
import type { RuleDefinition } from "../engine/rule-definition";
import { createdProviders } from "../iam/created-providers";
import { judgeTrust } from "../iam/judge-trust";
import { type SubjectConfig, subjectOptions, subjectSchemas } from "../iam/subject-options";
import { unknownInPreviewSchema, type UnknownTrustConfig } from "../iam/unknown-trust";
import { knownClaims } from "../stack/known-claims";

/** Refuses roles that callers can assume with a token for any audience. */
export const oidcTrustRequiresAudience: RuleDefinition<UnknownTrustConfig & SubjectConfig> = {
  name: "oidc-trust-requires-audience",
  displayName: "OIDC trust requires an audience",
  description:
    "A role that an OpenID Connect identity can assume pins the token's audience (aud) to exact values.",
  enforcementLevel: "mandatory",
  severity: "critical",
  tags: ["aws", "iam", "oidc", "trust"],
  framework: nist("AC-3", "IA-9"),
  otherControls: { iso27001: "A.5.15, A.8.5" },
  remediationSteps:
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition. Replace any weaker condition on the key. " +
    "For Entra that is the application ID URI with tokens of version 1, and the managed identity's client ID with version 2.",
  looksAt: "every role in any resource of the stack, and this package's `FederatedRole`",
  configuration: { ...unknownInPreviewSchema, ...subjectSchemas },
  *judgeResource(resource, config, earlier) {
    const known = (provider: string) => knownClaims(provider, resource, earlier);
    yield* judgeTrust(resource, {
      rules: ["oidc-trust-requires-audience"],
      config,
      earlier,
      options: subjectOptions(config),
      known,
      providers: () => createdProviders(resource, earlier),
    });
  },
};

import { nist } from "../engine/controls";
import type { RuleDefinition } from "../engine/rule-definition";
import { createdProviders } from "../iam/created-providers";
import { judgeTrust } from "../iam/judge-trust";
import { type SubjectConfig, subjectOptions, subjectSchemas } from "../iam/subject-options";
import { unknownInPreviewSchema, type UnknownTrustConfig } from "../iam/unknown-trust";
import { knownClaims } from "../stack/known-claims";

/** Refuses roles that pin the subject, but that the subject can assume with a token for another audience. */
export const oidcTrustAudienceBesideSubject: RuleDefinition<UnknownTrustConfig & SubjectConfig> = {
  name: "oidc-trust-audience-beside-subject",
  displayName: "OIDC trust pins the audience in addition to the subject",
  description:
    "A role that pins the token's subject pins its audience as well. For Entra, oidc-trust-requires-audience demands that.",
  enforcementLevel: "mandatory",
  severity: "medium",
  tags: ["aws", "iam", "oidc", "trust"],
  framework: nist("AC-3", "IA-9"),
  otherControls: { iso27001: "A.5.15, A.8.5" },
  remediationSteps:
    "Pin the provider's aud key to the exact audience under StringEquals in the statement's Condition. Or create the provider in the same stack, with a single client ID.",
  looksAt: "every role in any resource of the stack, for issuers other than Entra",
  configuration: { ...unknownInPreviewSchema, ...subjectSchemas },
  *judgeResource(resource, config, earlier) {
    yield* judgeTrust(resource, {
      rules: ["oidc-trust-audience-beside-subject"],
      config,
      earlier,
      options: subjectOptions(config),
      known: (provider) => knownClaims(provider, resource, earlier),
      providers: () => createdProviders(resource, earlier),
    });
  },
};

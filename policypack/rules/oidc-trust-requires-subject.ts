import { nist } from "../engine/controls";
import type { RuleDefinition } from "../engine/rule-definition";
import { judgeTrust } from "../iam/judge-trust";
import { type SubjectConfig, subjectOptions, subjectSchemas } from "../iam/subject-options";
import { unknownInPreviewSchema, type UnknownTrustConfig } from "../iam/unknown-trust";
import { knownClaims } from "../stack/known-claims";

/** Refuses roles that any identity of an issuer can assume. */
export const oidcTrustRequiresSubject: RuleDefinition<UnknownTrustConfig & SubjectConfig> = {
  name: "oidc-trust-requires-subject",
  displayName: "OIDC trust requires a subject",
  description:
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
  enforcementLevel: "mandatory",
  severity: "critical",
  tags: ["aws", "iam", "oidc", "trust"],
  framework: nist("AC-3", "AC-6", "IA-9"),
  otherControls: { iso27001: "A.5.15, A.5.18" },
  remediationSteps:
    "Pin the provider's sub key to the exact subject under StringEquals in the statement's Condition. Replace any weaker condition on the key. " +
    "For an Azure workload that is the principal (object) ID of its managed identity.",
  looksAt: "every role in any resource of the stack, and this package's `FederatedRole`",
  configuration: { ...unknownInPreviewSchema, ...subjectSchemas },
  *judgeResource(resource, config, earlier) {
    const known = (provider: string) => knownClaims(provider, resource, earlier);
    yield* judgeTrust(resource, {
      rules: ["oidc-trust-requires-subject"],
      config,
      earlier,
      options: subjectOptions(config),
      known,
    });
  },
};

import { hasMarks, type SubjectPatternAllowance } from "azure-to-aws-federation/trust";
import type { RuleDefinition } from "../engine/rule-definition";
import { judgeTrust } from "../iam/judge-trust";
import { isSentinelTrust, sentinelAudiences } from "../iam/sentinel";
import { FEDERATED_ROLE, judgeStructuredClaim } from "../iam/structured-trust";
import { unknownInPreviewSchema, type UnknownTrustConfig } from "../iam/unknown-trust";

interface Config extends UnknownTrustConfig {
  /** Patterns of subjects that are accepted. Default is GitHub's, bounded to one repository. */
  readonly subjectPatterns?: readonly SubjectPatternAllowance[];
  /** Microsoft's tenants whose documented trust for Sentinel is let pass. Default is none. */
  readonly microsoftSentinelTenants?: readonly string[];
}

/** Refuses roles that any identity of an issuer can assume. */
export const oidcTrustRequiresSubject: RuleDefinition<Config> = {
  name: "oidc-trust-requires-subject",
  displayName: "OIDC trust requires a subject",
  description:
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
  enforcementLevel: "mandatory",
  severity: "critical",
  tags: ["aws", "iam", "oidc", "trust"],
  remediationSteps:
    "Pin the provider's sub key to the exact subject under StringEquals in the statement's Condition, in place of any weaker condition on it. " +
    "For an Azure workload that is the principal (object) ID of its managed identity.",
  looksAt: "every role, wherever the stack holds it, and this package's `FederatedRole`",
  configuration: {
    ...unknownInPreviewSchema,
    subjectPatterns: {
      type: "array",
      description:
        "Patterns of subjects that are accepted under StringLike. Replaces the default: GitHub's, bounded to one repository.",
      items: {
        type: "object",
        required: ["provider", "beginning"],
        additionalProperties: false,
        properties: {
          provider: { type: "string", description: "The provider: the issuer's URL without https://." },
          andBelow: { type: "boolean", description: "Whether issuers below that name are meant as well." },
          beginning: {
            type: "string",
            description: "What a pattern begins with before its first wildcard; <…> stands for one name.",
          },
        },
      },
    },
    microsoftSentinelTenants: {
      type: "array",
      description:
        "Microsoft's tenants whose trust without sub, as documented for Microsoft Sentinel, is let pass and shown as an exception.",
      items: { type: "string", enum: Object.keys(sentinelAudiences) },
    },
  },
  *judgeResource(resource, config) {
    if (resource.type === FEDERATED_ROLE) {
      yield* judgeStructuredClaim("subject", resource);
      return;
    }
    const { subjectPatterns, microsoftSentinelTenants: tenants = [] } = config;
    yield* judgeTrust(resource, {
      rules: ["oidc-trust-requires-subject", "trust-policy-is-well-formed"],
      config,
      options: subjectPatterns === undefined ? {} : { subjectPatterns },
      settle: (finding, trust, document) => {
        if (trust.rule !== "oidc-trust-requires-subject" || tenants.length === 0) {
          return finding;
        }
        if (hasMarks(document)) {
          return "unknown";
        }
        const message = `Exception (Microsoft Sentinel, as Microsoft documents it): ${finding.message}`;
        return isSentinelTrust(trust, document, tenants)
          ? { ...finding, kind: "exception", message }
          : finding;
      },
    });
  },
};

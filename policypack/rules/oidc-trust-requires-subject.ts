import type { ResourceValidationPolicy } from "@pulumi/policy";

import { reportTrust, unknownInPreviewSchema } from "../trust-rule";

/** Refuses roles that any identity of an issuer can assume. */
export const oidcTrustRequiresSubject: ResourceValidationPolicy = {
  name: "oidc-trust-requires-subject",
  displayName: "OIDC trust requires a subject",
  description:
    "A role that an OpenID Connect identity can assume pins the token's subject (sub) to exact values.",
  enforcementLevel: "mandatory",
  severity: "critical",
  tags: ["aws", "iam", "oidc", "trust"],
  remediationSteps:
    "Add the provider's sub key with the exact subject under StringEquals to the statement's Condition. " +
    "For an Azure workload that is the principal (object) ID of its managed identity.",
  configSchema: {
    properties: {
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
    },
  },
  validateResource: (args, report) => {
    reportTrust("subject", args, report);
  },
};

import type { ResourceValidationPolicy } from "@pulumi/policy";

import { reportTrust, unknownInPreviewSchema } from "../trust-rule";

/** Refuses roles that a token for any audience can assume. */
export const oidcTrustRequiresAudience: ResourceValidationPolicy = {
  name: "oidc-trust-requires-audience",
  displayName: "OIDC trust requires an audience",
  description:
    "A role that an OpenID Connect identity can assume pins the token's audience (aud) to exact values.",
  enforcementLevel: "mandatory",
  severity: "critical",
  tags: ["aws", "iam", "oidc", "trust"],
  remediationSteps:
    "Add the provider's aud key with the exact audience under StringEquals to the statement's Condition. " +
    "For Entra with tokens of version 1 that is the application ID URI, with version 2 the managed identity's client ID.",
  configSchema: { properties: unknownInPreviewSchema },
  validateResource: (args, report) => {
    reportTrust("audience", args, report);
  },
};

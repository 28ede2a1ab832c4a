import { PolicyPack } from "@pulumi/policy";

import { oidcTrustRequiresAudience } from "./rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "./rules/oidc-trust-requires-subject";

new PolicyPack("azure-to-aws-federation", {
  displayName: "Azure to AWS federation",
  description: "Refuses AWS trust policies that let a stranger in.",
  provider: "aws",
  tags: ["aws", "azure", "oidc"],
  policies: [oidcTrustRequiresAudience, oidcTrustRequiresSubject],
});

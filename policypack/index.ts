import { PolicyPack } from "@pulumi/policy";

import { asPolicy } from "./rule/as-policy";
import { rules } from "./rules";

new PolicyPack("azure-to-aws-federation", {
  displayName: "Azure to AWS federation",
  description: "Refuses AWS trust policies that let a stranger in, and federations with a weak spot.",
  provider: "aws",
  tags: ["aws", "azure", "entra", "oidc"],
  policies: rules.map(asPolicy),
});

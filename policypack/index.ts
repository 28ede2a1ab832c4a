import { PolicyPack } from "@pulumi/policy";
import { packPolicies } from "./engine/pack-policies";
import { rulePage } from "./engine/rule-page";
import { watchSecrets } from "./engine/secrets";
import { rules } from "./rules";

watchSecrets();

new PolicyPack("azure-to-aws-federation", {
  displayName: "Azure to AWS federation",
  description:
    "Refuses AWS trust policies that strangers can use, and federations that somebody could break into.",
  provider: "aws",
  tags: ["aws", "azure", "entra", "oidc"],
  policies: packPolicies(rules, rulePage),
});

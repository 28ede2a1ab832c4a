import { PolicyPack } from "@pulumi/policy";
import { packDescription } from "./engine/pack-description";
import { packPolicies } from "./engine/pack-policies";
import { rulePage, rulePageAddress } from "./engine/rule-page";
import { watchSecrets } from "./engine/secrets";
import { rules } from "./rules";

watchSecrets();

new PolicyPack("azure-to-aws-federation", {
  ...packDescription(),
  policies: packPolicies(rules, rulePage, rulePageAddress),
});

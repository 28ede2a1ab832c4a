import { PolicyPack } from "@pulumi/policy";
import { asPolicy } from "./engine/as-policy";
import { EngineView } from "./engine/engine-view";
import { rulePage } from "./engine/rule-page";
import { watchSecrets } from "./engine/secrets";
import { rules } from "./rules";

watchSecrets();

const view = new EngineView();

new PolicyPack("azure-to-aws-federation", {
  displayName: "Azure to AWS federation",
  description: "Refuses AWS trust policies that let a stranger in, and federations with a weak spot.",
  provider: "aws",
  tags: ["aws", "azure", "entra", "oidc"],
  policies: rules.map((rule) => asPolicy(rule, rulePage(rule.name), view)),
});

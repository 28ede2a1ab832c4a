import type { PolicyPackArgs } from "@pulumi/policy";
import { PROJECT } from "../../messages";

/** What Pulumi shows about the pack, apart from its policies. */
export function packDescription({ repository } = PROJECT): Omit<PolicyPackArgs, "policies"> {
  return {
    displayName: "Azure to AWS federation",
    description:
      "Refuses AWS trust policies that strangers can use, and federations that somebody could break into.",
    readme: [
      "IAM accepts a trust policy for an Entra tenant without any condition. One missing line lets every application of the tenant in.",
      "This pack refuses such roles in every stack, and judges the applications, identities, and VMs around them.",
      "Each rule has options. `accepted` lets you start with old roles.",
    ].join("\n\n"),
    provider: "aws",
    tags: ["aws", "azure", "entra", "oidc"],
    ...(repository !== undefined && { repository }),
  };
}

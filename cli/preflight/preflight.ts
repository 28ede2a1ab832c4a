/** Declares the `preflight` command, and loads it only when it runs. */
import type { Command } from "../command";
import { choice, option, repeatable, under } from "../options";
import type * as running from "./run-preflight";

/** `azure-to-aws preflight`: whether the accounts are ready for `pulumi up`. */
export const preflight: Command = {
  summary: "check whether pulumi up would succeed on your accounts",
  usage: "[options]",
  description: `Reports whether "pulumi up" of a federation would succeed on your accounts. It only reads, and changes nothing. It signs in as the Pulumi providers do: with the ARM_ variables or the Azure CLI, and with the login that the AWS SDK finds.

Each check is ok, wrong, or "cannot tell". A check that is wrong shows the command that fixes it. The report ends with the hosts that a firewall must allow.

The command needs npm install @aws-sdk/client-iam @aws-sdk/client-sts @azure/identity. docs/errors/preflight.md describes each check. In a checkout: npm run preflight -- [options]`,
  options: [
    choice("--format <FORMAT>", "how to report", ["text", "json"]),
    option("--strict", "also fail if a check cannot tell"),
    option(
      "--arm-endpoint <URL>",
      "Azure Resource Manager in a cloud that --cloud does not name (default: AZURE_TO_AWS_ARM_ENDPOINT)",
    ),
    option(
      "--graph-endpoint <URL>",
      "Microsoft Graph in such a cloud (default: AZURE_TO_AWS_GRAPH_ENDPOINT)",
    ),
    ...under(
      "What you deploy (default: the stack's configuration, then the environment):",
      option("--stack-config <FILE>", "the configuration of the stack: Pulumi.<stack>.yaml"),
      option("--cloud <NAME>", "public, usgovernment, or china (default: ARM_ENVIRONMENT, or public)"),
      option("--tenant <ID>", "the Entra tenant (default: ARM_TENANT_ID)"),
      option("--subscription <ID>", "the Azure subscription (default: ARM_SUBSCRIPTION_ID)"),
      option("--location <NAME>", "the Azure region"),
      option("--resource-group <NAME>", "the existing resource group that the federation adopts"),
      repeatable("--subnet-id <ID>", "the existing subnet of the VMs"),
      repeatable("--nat-gateway-id <ID>", "an existing NAT gateway of a new network"),
      repeatable("--identity-id <ID>", "an existing managed identity of a workload"),
      repeatable("--existing-virtual-machine-id <ID>", "an existing VM of a workload"),
      option("--account <ID>", "the AWS account"),
      option("--region <NAME>", "the AWS region (default: AWS_REGION)"),
      option("--profile <NAME>", "the AWS profile (default: AWS_PROFILE)"),
      option("--name <NAME>", "the name of the federation (default: azure-to-aws)"),
      repeatable("--role <NAME>", "the name of a role, with its path, if the program names it"),
      option("--application-client-id <ID>", "the existing application that names the audience"),
      option("--audience <URI>", "the audience, if the program names one"),
      choice("--audience-form <FORM>", "the form of the audience", ["tenant-and-name", "application-id"]),
      choice("--token-version <VERSION>", "the version of Entra's tokens", ["1", "2"]),
      option("--oidc-provider-arn <ARN>", "the OIDC provider that the federation adopts"),
      option("--vm-size <NAME>", "the size of the VMs (default: Standard_B1s)"),
      option("--zone <ZONE>", "the availability zone of the VMs: 1, 2, or 3 (default: none)"),
      option(
        "--image <IMAGE>",
        "the image of the VMs: PUBLISHER:OFFER:SKU[:VERSION], or the ID of a gallery's image or a managed image",
      ),
      option("--vm-count <N>", "how many new VMs (default: 1; 0 with existing VMs)"),
      option("--shared-network", "the VMs share one network (the argument network)"),
      repeatable("--tag <NAME=VALUE>", "a tag that the program puts on everything"),
    ),
  ],
  ending: `Exit code:
  0  nothing is wrong
  1  a check is wrong, or, with --strict, cannot tell
  2  nothing was checked: an SDK is missing or the command line is wrong`,
  run: (options, io) => (require("./run-preflight") as typeof running).runPreflight(options, io),
};

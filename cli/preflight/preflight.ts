/** Declares the `preflight` command, and loads it only when it runs. */
import { Option } from "commander";
import { cloudOption, endpointOptions } from "../clouds/microsoft/azure-options";
import type { Command } from "../command";
import { choice, repeatable, under } from "../options";
import type * as running from "./run-preflight";

/** `azure-to-aws preflight`: whether the accounts are ready for `pulumi up`. */
export const preflight: Command = {
  summary: "check whether pulumi up would succeed on your accounts",
  usage: "[options]",
  description: `Reports whether "pulumi up" of a federation would succeed on your accounts. It only reads, and changes nothing. It signs in as the Pulumi providers do: with the ARM_ variables or the Azure CLI, and with the login that the AWS SDK finds.

Each check is ok, wrong, or "cannot tell". A check that is wrong shows the command that fixes it. The report ends with the hosts that a firewall must allow.

The command needs npm install @aws-sdk/client-iam @aws-sdk/client-sts @azure/identity. docs/errors/preflight.md describes each check. In a checkout: npm run preflight -- [options]`,
  options: [
    choice("--format <FORMAT>", "how to report", ["text", "json"]).default("text"),
    new Option("--strict", "also fail if a check cannot tell"),
    ...endpointOptions(),
    ...under(
      "What you deploy (default: the stack's configuration, then the environment):",
      new Option("--stack-config <FILE>", "the configuration of the stack: Pulumi.<stack>.yaml"),
      cloudOption(),
      new Option("--tenant <ID>", "the Entra tenant (default: ARM_TENANT_ID)"),
      new Option("--subscription <ID>", "the Azure subscription (default: ARM_SUBSCRIPTION_ID)"),
      new Option("--location <NAME>", "the Azure region"),
      new Option("--resource-group <NAME>", "the existing resource group that the federation adopts"),
      repeatable("--subnet-id <ID>", "the existing subnet of the VMs"),
      repeatable("--nat-gateway-id <ID>", "an existing NAT gateway of a new network"),
      repeatable("--identity-id <ID>", "an existing managed identity of a workload"),
      repeatable("--existing-virtual-machine-id <ID>", "an existing VM of a workload"),
      new Option("--account <ID>", "the AWS account"),
      new Option("--region <NAME>", "the AWS region (default: AWS_REGION)"),
      new Option("--profile <NAME>", "the AWS profile (default: AWS_PROFILE)"),
      new Option("--name <NAME>", "the name of the federation (default: azure-to-aws)"),
      repeatable("--role <NAME>", "the name of a role, with its path, if the program names it"),
      new Option("--application-client-id <ID>", "the existing application that names the audience"),
      new Option("--audience <URI>", "the audience, if the program names one"),
      choice("--audience-form <FORM>", "the form of the audience", [
        "tenant-and-name",
        "application-id",
      ]).default("tenant-and-name"),
      choice("--token-version <VERSION>", "the version of Entra's tokens", ["1", "2"]).default("1"),
      new Option("--oidc-provider-arn <ARN>", "the OIDC provider that the federation adopts"),
      new Option("--vm-size <NAME>", "the size of the VMs (default: Standard_B1s)"),
      new Option("--zone <ZONE>", "the availability zone of the VMs: 1, 2, or 3 (default: none)"),
      new Option(
        "--image <IMAGE>",
        "the image of the VMs: PUBLISHER:OFFER:SKU[:VERSION], or the ID of a gallery's image or a managed image",
      ),
      new Option("--vm-count <N>", "how many new VMs (default: 1; 0 with existing VMs)"),
      new Option("--shared-network", "the VMs share one network (the argument network)"),
      repeatable("--tag <NAME=VALUE>", "a tag that the program puts on everything"),
    ),
  ],
  ending: `Exit code:
  0  nothing is wrong
  1  a check is wrong, or, with --strict, cannot tell
  2  nothing was checked: an SDK is missing or the command line is wrong`,
  run: (options, io) => (require("./run-preflight") as typeof running).runPreflight(options, io),
};

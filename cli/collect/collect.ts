/** Declares the `collect` command, and loads it only when it runs. */
import { Option } from "commander";
import { cloudOption, endpointOptions } from "../clouds/microsoft/azure-options";
import type { Command } from "../command";
import { repeatable, under } from "../options";
import type { CollectedCloud } from "./options";
import type * as running from "./run-collect";

/** The clouds of which sections are collected. The compiler refuses a list that lacks one. */
const CLOUDS = Object.keys({ aws: true, entra: true, azure: true } satisfies Record<CollectedCloud, true>);

/** `azure-to-aws collect`: writes a snapshot of both clouds. */
export const collect: Command = {
  summary: "write a snapshot of who gets from Azure into AWS",
  usage: "--out FILE [options]",
  description: `Writes a snapshot of everything that decides who gets from Azure into AWS: roles, users, keys and their last use, OIDC providers, applications, service principals, managed identities, and role assignments. By default, it reads the account of the login, the tenant in ARM_TENANT_ID, and all its subscriptions that the login sees. It only reads. The commands that read the snapshot call no cloud.

The command signs in as preflight does: with the login that the AWS SDK finds, and with the ARM_ variables or the Azure CLI. It needs npm install @aws-sdk/client-iam @aws-sdk/client-sts @azure/identity, and for --organization @aws-sdk/client-organizations. docs/reference/permissions.md has the permissions.`,
  options: [
    new Option("--out <FILE>", "where the snapshot goes. Only you can read it. Required"),
    new Option("--redact", "replace names and IDs, so that it can be shared"),
    new Option("--resume", "go on where an earlier run stopped"),
    ...endpointOptions(),
    ...under(
      "What is collected:",
      repeatable("--aws-account <ID>", "an AWS account"),
      new Option("--organization", "all active accounts of the AWS organization"),
      new Option("--aws-role <NAME>", "the role to assume in each account but the login's"),
      new Option("--aws-external-id <ID>", "the external ID that the role's trust policy demands"),
      new Option("--profile <NAME>", "the AWS profile (default: AWS_PROFILE)"),
      repeatable("--tenant <ID>", "an Entra tenant"),
      repeatable("--subscription <ID>", "only this Azure subscription"),
      cloudOption(),
      repeatable("--only <CLOUD>", "a part", CLOUDS),
      repeatable("--skip <SECTION>", "leave out a section, such as aws/access-keys"),
    ),
  ],
  ending: `Exit code:
  0  everything was collected
  1  the snapshot was written, but a part was refused or failed
  2  nothing was collected: a login, an SDK, or an option is missing or wrong`,
  run: (options, io) => (require("./run-collect") as typeof running).runCollect(options, io),
};

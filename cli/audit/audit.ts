/** Declares the `audit` command, and loads it only when it runs. */
import { Option } from "commander";
import type { Command } from "../command";
import { choice, FINDING_FORMATS, REACH_CHOICES, repeatable } from "../options";
import type * as running from "./run-audit";

/** `azure-to-aws audit`: who can get into which role, and how far. */
export const audit: Command = {
  summary: "show who can get into which AWS role, and how far they get",
  usage: "[options] FILE...",
  description: `Shows who can get into which AWS role from outside of AWS, how far they get, and who in Azure controls the way in. It calls no cloud. Each FILE is recognized by its content, and - is standard input:
  a snapshot of azure-to-aws collect
  aws iam get-account-authorization-details (of any size)
  aws iam get-credential-report, as JSON or CSV
  aws iam list-open-id-connect-providers, get-open-id-connect-provider
  az ad app list, az ad sp list
  az identity list, az identity federated-credential list
  az ad app federated-credential list
  az role assignment list, az vm list, az webapp list`,
  options: [
    choice("--format <FORMAT>", "how to report. gitlab is for its Code Quality, html is one file", [
      ...FINDING_FORMATS,
      "html",
    ]).default("text"),
    new Option("--out <FILE>", "write the report to a file that only you can read"),
    new Option(
      "--policy-pack-config <FILE>",
      "accept findings that this configuration of the policy pack accepts. They are still shown",
    ),
    repeatable(
      "--ours <KIND=NAME>",
      "an owner of identities that is yours, such as github-owner=acme. A role that admits another owner of this kind is a finding. The tenants and accounts of the input are yours without it",
    ),
    new Option(
      "--since <FILE>",
      "compare with an earlier report in JSON: only new findings count, and those that are gone are listed. Findings that this input cannot show are listed apart",
    ),
    choice(
      "--fail-on <REACH>",
      "exit with 1 only for findings with a reach at least this bad. Identities of a stranger always count",
      REACH_CHOICES,
    ),
    new Option(
      "--fail-on-gaps",
      "exit with 1 also if a section of a snapshot is missing, because it was refused or failed",
    ),
  ],
  ending: `Exit code:
  0  no finding counts
  1  a finding counts: it is not accepted, not known, and not a note. A known
     one counts again when its acceptance has ended
  2  a file is unreadable or the command line is wrong. If other files could be
     read, there is a report about them`,
  run: (options, io) => (require("./run-audit") as typeof running).runAudit(options, io),
};

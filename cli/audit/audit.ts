/** Declares the `audit` command and its help, and loads the audit itself only when the command runs. */
import { type Command, PROGRAM } from "../command";
import type * as running from "./run-audit";

const HELP = `Usage: ${PROGRAM} audit [options] FILE...

Shows who can get into which AWS role from outside of AWS, how far they get, and
who in Azure controls the way in. It calls no cloud. Each FILE is recognized by
its content, and - is standard input:
  a snapshot of azure-to-aws collect
  aws iam get-account-authorization-details (of any size)
  aws iam get-credential-report, as JSON or CSV
  aws iam list-open-id-connect-providers, get-open-id-connect-provider
  az ad app list, az ad sp list
  az identity list, az identity federated-credential list
  az ad app federated-credential list
  az role assignment list, az vm list, az webapp list

Options:
  --format FORMAT      text (default), markdown, json, sarif, junit, csv,
                       gitlab (Code Quality), or html (one file)
  --out FILE           write the report to a file that only you can read
  --policy-pack-config FILE
                       accept findings that this configuration of the policy
                       pack accepts. They are still shown
  --ours KIND=NAME     an owner of identities that is yours, such as
                       github-owner=acme. Repeatable. A role that admits
                       another owner of this kind is a finding. The tenants and
                       accounts of the input are yours without it
  --since FILE         compare with an earlier report in JSON: only new findings
                       count, and those that are gone are listed. Findings
                       that this input cannot show are listed apart
  --fail-on REACH      exit with 1 only for findings with a reach at least this
                       bad: anyone, tenant, assigned, replay, or nobody.
                       Identities of a stranger always count
  --fail-on-gaps       exit with 1 also if a section of a snapshot is missing,
                       because it was refused or failed
  --help               print this text

Exit code:
  0  no finding counts
  1  a finding counts: it is not accepted, not known, and not a note. A known
     one counts again when its acceptance has ended
  2  a file is unreadable or the command line is wrong. If other files could be
     read, there is a report about them
`;

/** `azure-to-aws audit`: who can get into which role, and how far. */
export const audit: Command = {
  summary: "show who can get into which AWS role, and how far they get",
  help: HELP,
  run: (args, io) => {
    const { runAudit } = require("./run-audit") as typeof running;
    return runAudit(args, io);
  },
};

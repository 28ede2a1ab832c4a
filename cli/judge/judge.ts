/** Declares the `judge` command, and loads it only when it runs. */
import { Option } from "commander";
import type { MicrosoftService } from "../../trust";
import type { Command } from "../command";
import { choice, FINDING_FORMATS, REACH_CHOICES, repeatable, under } from "../options";
import type * as running from "./run-judge";

/** Microsoft's services with documented trusts. The compiler refuses a list that lacks one. */
const SERVICES = Object.keys({
  sentinel: true,
  "defender-for-cloud": true,
  arc: true,
  fabric: true,
  ciem: true,
} satisfies Record<MicrosoftService, true>);

/** `azure-to-aws judge`: judges the trust policies in files. */
export const judge: Command = {
  summary: "judge the trust policies in files",
  usage: "[options] [PATH...]",
  description: `Judges the trust policies in files. Each statement that allows an OpenID Connect identity must pin an exact audience and an exact subject.

PATH is a file or a folder (default: .). - is standard input. In a folder and all folders below, the command judges the files of known kinds that git does not ignore, and skips other files. It recognizes a file by its content, and Terraform source by its name:
  a trust policy, or a list of them
  aws iam get-account-authorization-details, list-roles, get-role
  a CloudFormation template, or resources of one (JSON or YAML)
  serverless.yml of the Serverless Framework
  pulumi preview --json, or a plan of pulumi preview --save-plan
  pulumi stack export
  terraform show -json (a plan or a state)
  Terraform source (*.tf, never accepted: rejected or unknown)
  Kubernetes manifests with roles of ACK or Crossplane
  statements, or the input of aws iam create-role`,
  options: [
    choice("--format <FORMAT>", "how to report. gitlab is for its Code Quality", FINDING_FORMATS).default(
      "text",
    ),
    new Option(
      "--allow-unknown",
      "allow roles that depend on values that are not in the file, such as parameters, and files in which no role could be read",
    ),
    new Option(
      "--policy-pack-config <FILE>",
      "allow the findings that this configuration of the policy pack accepts. They are still shown. Its rule oidc-trust-requires-subject decides about subjects, unless one of the options below does",
    ),
    new Option("--no-comments", "do not allow findings that comments in the files accept"),
    choice("--fail-on <REACH>", "exit with 1 only for findings at least this bad", REACH_CHOICES).default(
      "nobody",
    ),
    new Option(
      "--exact-subjects",
      "accept no patterns of subjects except those of --subject-pattern. By default, patterns within the boundaries in docs/reference/issuers.md are accepted",
    ),
    repeatable(
      "--subject-pattern <PROVIDER=BEGINNING>",
      "accept patterns of subjects of this provider with this beginning. <...> means one name. PROVIDER/* means every provider below PROVIDER",
    ),
    repeatable(
      "--github-owner <OWNER>",
      "accept patterns for all repositories of this GitHub owner, such as repo:OWNER/*",
    ),
    repeatable(
      "--microsoft-service <NAME>",
      "of Microsoft's services, accept the documented trust of this one only, or of none",
      [...SERVICES, "none"],
    ),
    ...under(
      "Options that do something else:",
      new Option(
        "--write-accepted <FILE>",
        "add all findings to the accepted ones of this configuration, so that only new ones count. For a Pulumi stack, those of every rule of the policy pack. Needs the next three",
      ),
      new Option("--reason <TEXT>", "why the findings are accepted"),
      new Option("--until <YYYY-MM-DD>", "how long they are accepted"),
      new Option("--owner <NAME>", "who answers for them"),
      repeatable("--check-config <FILE>", "check this configuration of the policy pack, and judge nothing"),
    ),
  ],
  ending: `Exit code:
  0  all roles are accepted
  1  a role is rejected or unknown
  2  a file of a known kind is unreadable, a named file is of no known kind, or
     the command line is wrong. This counts more than a rejected role, because
     not everything was judged
With --write-accepted: 0 if the file is written. With --check-config: 1 if there
are errors, such as an unknown rule, which the engine ignores silently.`,
  run: (options, io) => (require("./run-judge") as typeof running).runJudge(options, io),
};

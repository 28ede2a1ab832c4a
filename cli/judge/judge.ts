/** The judge command: its help text, its options, and the choice of the report's format. */
import { existsSync } from "node:fs";
import { about, oneOf } from "../../messages";
import { PACK_CONFIGURATION } from "../../messages/pack-configuration";
import {
  type JudgeOptions,
  MICROSOFT_SERVICES,
  type MicrosoftService,
  type Reach,
  REACHES,
  type SubjectPatternAllowance,
  subjectPatternProblems,
} from "../../trust";
import { type Command, PROGRAM, UsageError } from "../command";
import { FINDINGS_FORMATS } from "../findings/formats";
import { readPolicies } from "../findings/policies-file";
import { acceptFindings } from "../judged-files/accept-findings";
import type { JudgedFile } from "../judged-files/judge-file";
import { judgeFiles } from "../judged-files/judge-files";
import { choice, invalidValue, type Options, readOptions } from "../options";
import { packageVersion } from "../package-version";
import { renderJson } from "../report/json-report";
import { renderMarkdown } from "../report/markdown-report";
import { exitCodeOf, isUnreadable, type Run } from "../report/outcome";
import { paintFor } from "../report/paint";
import { reportedFindings } from "../report/reported-findings";
import { renderJudgedSarif } from "../report/sarif-report";
import { renderText } from "../report/text-report";
import { checkConfigurations } from "./check-config";
import { termsOf, writeAccepted } from "./write-accepted";

const HELP = `Usage: ${PROGRAM} judge [options] [PATH...]

Judges the trust policies in files. Each statement that allows an OpenID Connect
identity must pin an exact audience and an exact subject.

PATH is a file or a folder (default: .). - is standard input. In a folder and
all folders below, the command judges the files of known kinds that git does not
ignore, and skips other files. It recognizes a file by its content, and
Terraform source by its name:
  a trust policy, or a list of them
  aws iam get-account-authorization-details, list-roles, get-role
  a CloudFormation template, or resources of one (JSON or YAML)
  serverless.yml of the Serverless Framework
  pulumi preview --json, or a plan of pulumi preview --save-plan
  pulumi stack export
  terraform show -json (a plan or a state)
  Terraform source (*.tf, never accepted: rejected or unknown)
  Kubernetes manifests with roles of ACK or Crossplane
  statements, or the input of aws iam create-role

Options:
  --format FORMAT           text (default), markdown, json, sarif, junit, csv,
                            or gitlab (Code Quality)
  --allow-unknown           allow roles that depend on values that are not in
                            the file, such as parameters, and files in which no
                            role could be read
  --policy-pack-config FILE
                            allow the findings that this configuration of the
                            policy pack accepts. They are still shown. Its rule
                            oidc-trust-requires-subject decides about subjects,
                            unless one of the options below does
  --no-comments             do not allow findings that comments in the files
                            accept
  --fail-on REACH           exit with 1 only for findings at least this bad:
                            anyone, tenant, assigned, replay, or nobody
                            (default: nobody)
  --exact-subjects          accept no patterns of subjects except those of
                            --subject-pattern. By default, patterns within the
                            boundaries in docs/reference/issuers.md are accepted
  --subject-pattern PROVIDER=BEGINNING
                            accept patterns of subjects of this provider with
                            this beginning. <...> means one name. PROVIDER/*
                            means every provider below PROVIDER. Repeatable
  --github-owner OWNER      accept patterns for all repositories of this GitHub
                            owner, such as repo:OWNER/*. Repeatable
  --microsoft-service NAME  of Microsoft's services, accept the documented trust
                            of this one only: sentinel, defender-for-cloud, arc,
                            fabric, ciem, or none. Repeatable
  --help                    print this text

Options that do something else:
  --write-accepted FILE     add all findings to the accepted ones of this
                            configuration, so that only new ones count. For a
                            Pulumi stack, those of every rule of the policy
                            pack. Needs --reason TEXT, --until YYYY-MM-DD, and
                            --owner NAME
  --check-config FILE       check this configuration of the policy pack, and
                            judge nothing. Repeatable

Exit code:
  0  all roles are accepted
  1  a role is rejected or unknown
  2  a file of a known kind is unreadable, a named file is of no known kind, or
     the command line is wrong. This counts more than a rejected role, because
     not everything was judged
With --write-accepted: 0 if the file is written. With --check-config: 1 if there
are errors, such as an unknown rule, which the engine ignores silently.
`;

/** The default is the mildest reach: every violation fails. */
const MILDEST_FIRST = REACHES.toReversed() as [Reach, ...Reach[]];

/** `azure-to-aws judge`: judges the trust policies in files. */
export const judge: Command = {
  summary: "judge the trust policies in files",
  help: HELP,
  run: async (args, io) => {
    const { stdin, out, colors, columns } = io;
    const options = readOptions(args, {
      format: "text",
      "allow-unknown": "switch",
      "policy-pack-config": "text",
      "no-comments": "switch",
      "fail-on": "text",
      "exact-subjects": "switch",
      "subject-pattern": "texts",
      "github-owner": "texts",
      "microsoft-service": "texts",
      "write-accepted": "text",
      reason: "text",
      until: "text",
      owner: "text",
      "check-config": "texts",
    });
    const configurations = options.texts("check-config");
    if (configurations.length > 0) {
      return checkConfigurations(configurations, io);
    }
    const format = choice(options, "format", ["text", "markdown", "json", "sarif", "junit", "csv", "gitlab"]);
    const failOn = choice(options, "fail-on", MILDEST_FIRST);
    const target = options.text("write-accepted");
    const terms = target === undefined ? undefined : termsOf(options);
    const existing = target !== undefined && existsSync(target) ? target : undefined;
    const policies = await readPolicies(
      target === undefined ? options.text("policy-pack-config") : existing,
      stdin,
    );
    const named = options.files.length === 0 ? ["."] : options.files;
    const { files, skipped } = await judgeFiles(named, stdin, {
      ...policies.subjects,
      ...judgeOptions(options),
    });
    if (target !== undefined && terms !== undefined) {
      return writeAccepted(target, policies, terms, files, io);
    }
    const accepted = acceptFindings(
      files.filter((file): file is JudgedFile => !isUnreadable(file)),
      {
        accepted: policies.accepted,
        comments: !options.has("no-comments"),
        isComplete: !files.some(isUnreadable),
      },
    );
    const marked = accepted.files.values();
    const run: Run = {
      skipped,
      files: files.map((file) => (isUnreadable(file) ? file : (marked.next().value ?? file))),
      allowUnknown: options.has("allow-unknown"),
      failOn,
      acceptance: accepted.acceptance,
    };
    const paint = paintFor(colors);
    out(
      format === "json"
        ? renderJson(run)
        : format === "sarif"
          ? renderJudgedSarif(run, packageVersion())
          : format === "markdown"
            ? renderMarkdown(run, packageVersion(), new Date())
            : format === "text"
              ? renderText(run, paint, columns)
              : FINDINGS_FORMATS[format](reportedFindings(run), "judge"),
    );
    return exitCodeOf(run);
  },
};

/** What the command line sets. A configuration decides about the rest. */
function judgeOptions(options: Options): JudgeOptions {
  const subjectPatterns = options.texts("subject-pattern").map(readSubjectPattern);
  const gitHubOwners = options.texts("github-owner").map(readGitHubOwner);
  return {
    ...(options.has("exact-subjects") ? { acceptBoundedPatterns: false } : {}),
    ...(subjectPatterns.length === 0 ? {} : { subjectPatterns }),
    ...(gitHubOwners.length === 0 ? {} : { gitHubOwners }),
    ...microsoftServices(options.texts("microsoft-service")),
  };
}

/** @throws {UsageError} If it is no owner's name, with or without the owner's ID. */
function readGitHubOwner(owner: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*(@\d+)?$/.test(owner)) {
    throw invalidValue("--github-owner", "the name of one owner, such as acme or acme@<owner ID>", owner);
  }
  return owner;
}

/** The services that are accepted: all unless some are named. */
function microsoftServices(names: readonly string[]): Pick<JudgeOptions, "microsoftServices"> {
  return names.length === 0
    ? {}
    : { microsoftServices: names.filter((name) => name !== "none").map(readMicrosoftService) };
}

/** @throws {UsageError} If there is no such service. */
function readMicrosoftService(name: string): MicrosoftService {
  const service = MICROSOFT_SERVICES.find((known) => known === name);
  if (service === undefined) {
    throw invalidValue("--microsoft-service", oneOf([...MICROSOFT_SERVICES, "none"]), name);
  }
  return service;
}

/**
 * Reads `<provider>=<beginning>`, e.g. `gitlab.example.com=project_path:<group>/<project>:`.
 *
 * @throws {UsageError} If either part is missing, or accepts every subject or none.
 */
function readSubjectPattern(text: string): SubjectPatternAllowance {
  const equals = text.indexOf("=");
  const provider = text.slice(0, equals);
  const beginning = text.slice(equals + 1);
  if (equals <= 0 || beginning === "") {
    throw invalidValue(
      "--subject-pattern",
      "PROVIDER=BEGINNING, such as gitlab.example.com=project_path:<group>/<project>:",
      text,
    );
  }
  const allowance = provider.endsWith("/*")
    ? { provider: provider.slice(0, -2), andBelow: true, beginning }
    : { provider, beginning };
  const [problem] = subjectPatternProblems(allowance);
  if (problem !== undefined) {
    const { member, wrong, expected } = problem;
    const refusal = PACK_CONFIGURATION.say("subject-pattern-unusable", wrong, expected, allowance[member]);
    throw new UsageError(about("--subject-pattern", refusal));
  }
  return allowance;
}

/** The judge command from its options to its exit code: judges, accepts findings, and writes the report. */
import { existsSync } from "node:fs";
import { about } from "../../messages";
import { PACK_CONFIGURATION } from "../../messages/pack-configuration";
import {
  type JudgeOptions,
  MICROSOFT_SERVICES,
  type Reach,
  type SubjectPatternAllowance,
  subjectPatternProblems,
} from "../../trust";
import { type Io, type Options, UsageError } from "../command";
import { FINDINGS_FORMATS } from "../findings/formats";
import { readPolicies } from "../findings/policies-file";
import { acceptFindings } from "../judged-files/accept-findings";
import type { JudgedFile } from "../judged-files/judge-file";
import { judgeFiles } from "../judged-files/judge-files";
import { type FINDING_FORMATS, invalidValue } from "../options";
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

/**
 * Runs `azure-to-aws judge`.
 *
 * @returns The exit code.
 * @throws {CommandError} If it cannot run.
 */
export async function runJudge(options: Options, io: Io): Promise<number> {
  const { stdin, out, colors, columns } = io;
  const configurations = options.texts("check-config");
  if (configurations.length > 0) {
    return checkConfigurations(configurations, io);
  }
  const format = options.text("format") as (typeof FINDING_FORMATS)[number];
  const failOn = options.text("fail-on") as Reach;
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
}

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

/** The services that are accepted: all unless some are named. The parser refused other names. */
function microsoftServices(names: readonly string[]): Pick<JudgeOptions, "microsoftServices"> {
  return names.length === 0
    ? {}
    : { microsoftServices: MICROSOFT_SERVICES.filter((known) => names.includes(known)) };
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

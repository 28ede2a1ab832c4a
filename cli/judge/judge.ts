import { styleText } from "node:util";
import { BaselineError, readBaseline } from "azure-to-aws-federation/policypack/configuration";
import { UnreadableError } from "../../policy-sources";
import { gitHubSubjectPatterns, type SubjectPatternAllowance } from "../../trust";
import { BaselineComparison } from "../baseline/compare-baseline";
import { type Command, PROGRAM, UsageError } from "../command";
import { readInput } from "../input/read-input";
import { judgeFiles } from "../judged-files/judge-file";
import { choice, readOptions } from "../options";
import { packageVersion } from "../package-version";
import { renderJson } from "../report/json-report";
import { exitCodeOf, isUnreadable, type Run } from "../report/outcome";
import { renderSarif } from "../report/sarif-report";
import { type Paint, renderText } from "../report/text-report";

const HELP = `Usage: ${PROGRAM} judge [options] FILE...

Judges the trust policies in files: does every statement that lets an OpenID
Connect identity in demand an exact audience and an exact subject?

A FILE (- for standard input) is recognized by its content:
  a trust policy, or a list of them
  aws iam get-account-authorization-details, list-roles, get-role
  a CloudFormation template (JSON or YAML)
  pulumi stack export
  terraform show -json (a plan or a state)

Options:
  --format text|json|sarif  how to report (default: text)
  --allow-unknown           let roles pass that depend on what the file does
                            not tell, such as parameters or values known after
                            apply
  --baseline FILE           let findings pass that this file of azure-to-aws
                            baseline knows; they are still shown
  --subject-pattern PROVIDER=BEGINNING
                            accept patterns of subjects of this provider that
                            begin so; <...> stands for one name. May be given
                            several times, adds to GitHub's
                            repo:<owner>/<name>:
  --help                    print this text

Exit code: 0 all accepted, 1 a role rejected or unknown, 2 a file unreadable or
the command line wrong (also if a role is rejected: not all was judged).
`;

const COLORS = {
  accepted: "green",
  rejected: "red",
  unknown: "yellow",
  known: "yellow",
  quiet: "dim",
} as const;

/** `azure-to-aws judge`: judges the trust policies in files. */
export const judge: Command = {
  summary: "judge the trust policies in files",
  help: HELP,
  run: async (args, { stdin, out, colors }) => {
    const options = readOptions(args, {
      format: "text",
      "allow-unknown": "switch",
      baseline: "text",
      "subject-pattern": "texts",
    });
    const format = choice(options, "format", ["text", "json", "sarif"]);
    const subjectPatterns = [
      ...gitHubSubjectPatterns,
      ...options.texts("subject-pattern").map(readSubjectPattern),
    ];
    const comparison = await readComparison(options.text("baseline"), stdin);
    const judged = await judgeFiles(options.files, stdin, { subjectPatterns });
    const run: Run = {
      files: judged.map((file) => (isUnreadable(file) ? file : (comparison?.compare(file) ?? file))),
      allowUnknown: options.has("allow-unknown"),
      hasBaseline: comparison !== undefined,
    };
    const paint: Paint = (tone, text) =>
      colors ? styleText(COLORS[tone], text, { validateStream: false }) : text;
    out(
      format === "json"
        ? renderJson(run)
        : format === "sarif"
          ? renderSarif(run, packageVersion())
          : renderText(run, paint),
    );
    return exitCodeOf(run);
  },
};

async function readComparison(
  file: string | undefined,
  stdin: NodeJS.ReadableStream,
): Promise<BaselineComparison | undefined> {
  if (file === undefined) {
    return undefined;
  }
  try {
    return new BaselineComparison(readBaseline(await readInput(file, stdin)));
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof BaselineError) {
      throw new UsageError(`The baseline ${file} cannot be used: ${error.message}.`);
    }
    throw error;
  }
}

/**
 * Reads `<provider>=<beginning>`, e.g. `gitlab.example.com=project_path:<group>/<project>:`.
 *
 * @throws {UsageError} If either part is missing.
 */
function readSubjectPattern(text: string): SubjectPatternAllowance {
  const equals = text.indexOf("=");
  const provider = text.slice(0, equals);
  const beginning = text.slice(equals + 1);
  if (equals <= 0 || beginning === "") {
    throw new UsageError(
      `The option --subject-pattern has ${JSON.stringify(text)}. Allowed is <provider>=<beginning>, such as gitlab.example.com=project_path:<group>/<project>:`,
    );
  }
  return { provider, beginning };
}

import { about, coded, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { type Path, rangeOf, type Source, UnreadableError } from "../../policy-sources";
import { checkConfiguration, type ConfigurationProblem, problemAt } from "../../policypack/configuration";
import { type Command, PROGRAM, UsageError } from "../command";
import { parseJson, readRaw, shownFile } from "../input/read-input";
import { readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";

const HELP = `Usage: ${PROGRAM} check-config FILE...

Checks files for pulumi's --policy-pack-config. The engine ignores unknown rules
and settings silently. This command reports them. - is standard input.

It reports as errors:
  unknown rules and settings
  values of another type
  exceptions without a reason

It reports as warnings:
  exceptions for everything, or without an end
  "all": "disabled"
  options for subjects that differ between rules

Options:
  --help  print this text

Exit code:
  0  no errors. There may be warnings
  1  errors
  2  a file is unreadable or the command line is wrong
`;

/** `azure-to-aws check-config`: checks files with the configuration of the policy pack. */
export const checkConfig: Command = {
  summary: "check the configuration of the policy pack",
  help: HELP,
  run: async (args, { stdin, out, err }) => {
    const { files } = readOptions(args, {});
    if (files.length === 0) {
      throw new UsageError(COMMAND_LINE.say("file-missing"));
    }
    let exitCode: number = EXIT.accepted;
    for (const file of files) {
      try {
        const { raw, source } = await readConfiguration(file, stdin);
        const problems = [...repetitions(source), ...checkConfiguration(raw)];
        const isWrong = problems.some(({ isWarning }) => isWarning !== true);
        exitCode = Math.max(exitCode, isWrong ? EXIT.rejected : EXIT.accepted);
        out(
          problems.map((problem) => `${printable(lineOf(file, source, problem))}\n`).join("") ||
            `${printable(shownFile(file))}: no problems found\n`,
        );
      } catch (error) {
        if (!(error instanceof UnreadableError)) {
          throw error;
        }
        err(`${printable(withCode(about(shownFile(file), error.said)))}\n`);
        exitCode = EXIT.unreadable;
      }
    }
    return exitCode;
  },
};

/** A file as it is, with the byte order mark that it may have, and parsed. */
async function readConfiguration(
  file: string,
  stdin: NodeJS.ReadableStream,
): Promise<{ raw: string; source: Source }> {
  const bytes = await readRaw(file, stdin);
  const source = parseJson(bytes);
  const { text } = source;
  const hasMark = bytes[0] === 0xef || bytes[0] === 0xfe || bytes[0] === 0xff;
  return { raw: hasMark ? `\uFEFF${text}` : text, source };
}

/** A member that an object has twice: the engine uses the last, people read the first. */
function repetitions({ repeated }: Source): ConfigurationProblem[] {
  return repeated === undefined
    ? []
    : [
        problemAt(
          repeated.name,
          coded("config-member-twice", "this member is in one object twice. Remove one of them"),
        ),
      ];
}

function lineOf(
  file: string,
  { nodes, lines, repeated }: Source,
  { path, code, reason, isWarning }: ConfigurationProblem,
): string {
  const start = repeated?.name === path ? repeated.start : rangeOf(nodes(), stepsOf(path), "entry").start;
  const position = lines().positionOf(start);
  const label = isWarning === true ? "warning: " : "";
  const message = withCode({ code, text: reason });
  return `${shownFile(file)}:${position.line}:${position.column}: ${label}${path === "" ? "" : `${path}: `}${message}`;
}

/** The steps of a path such as `some-rule.exceptions[0].until`. */
function stepsOf(path: string): Path {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([name, index]) =>
    index === undefined ? name : Number(index),
  );
}

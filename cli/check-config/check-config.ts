import { checkConfiguration } from "azure-to-aws-federation/policypack/configuration";
import { type Path, rangeOf, type Source, UnreadableError } from "../../policy-sources";
import type { Problem } from "../../trust";
import { type Command, PROGRAM, UsageError } from "../command";
import { readJson } from "../input/read-input";
import { readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";

const HELP = `Usage: ${PROGRAM} check-config FILE...

Checks files for pulumi's --policy-pack-config. The engine passes over unknown
rules and settings in silence; this names them, values of a wrong type, and
exceptions without a reason, with what is allowed. - is standard input.

Options:
  --help  print this text

Exit code: 0 all is well, 1 something is wrong, 2 a file unreadable or the
command line wrong.
`;

/** `azure-to-aws check-config`: checks configuration of the policy pack. */
export const checkConfig: Command = {
  summary: "check configuration of the policy pack",
  help: HELP,
  run: async (args, { stdin, out, err }) => {
    const { files } = readOptions(args, {});
    if (files.length === 0) {
      throw new UsageError("No file is given. Name one or more, or - for standard input.");
    }
    let exitCode: number = EXIT.accepted;
    for (const file of files) {
      try {
        const source = await readJson(file, stdin);
        const problems = [...repetitions(source), ...checkConfiguration(source.text)];
        exitCode = Math.max(exitCode, problems.length > 0 ? EXIT.rejected : EXIT.accepted);
        out(
          problems.map((problem) => `${printable(lineOf(file, source, problem))}\n`).join("") ||
            `${printable(file)}: all is well\n`,
        );
      } catch (error) {
        if (!(error instanceof UnreadableError)) {
          throw error;
        }
        err(`${printable(`${file}: ${error.message}`)}.\n`);
        exitCode = EXIT.unreadable;
      }
    }
    return exitCode;
  },
};

/** A member that comes twice: the engine takes the last, people see the first. */
function repetitions({ repeated }: Source): Problem[] {
  return repeated === undefined ? [] : [{ path: repeated.name, reason: "comes twice in one object" }];
}

function lineOf(file: string, { nodes, lines, repeated }: Source, { path, reason }: Problem): string {
  const start = repeated?.name === path ? repeated.start : rangeOf(nodes(), stepsOf(path), "entry").start;
  const position = lines().positionOf(start);
  return `${file}:${position.line}:${position.column}: ${path === "" ? "the file" : path} ${reason}.`;
}

/** The steps of a path such as `some-rule.exceptions[0].until`. */
function stepsOf(path: string): Path {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([name, index]) =>
    index === undefined ? name : Number(index),
  );
}

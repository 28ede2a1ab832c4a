/** Implements judge --check-config: finds errors in a configuration of the policy pack. */
import { about, coded, withCode } from "../../messages";
import { type Path, rangeOf, type Source, UnreadableError } from "../../policy-sources";
import { checkConfiguration, type ConfigurationProblem, problemAt } from "../../policypack/configuration";
import type { Io } from "../command";
import { EXIT } from "../command";
import { parseJson, readRaw, shownFile } from "../input/read-input";
import { printable } from "../report/printable";

/**
 * `azure-to-aws judge --check-config`: checks files with the configuration of the policy pack. The engine ignores unknown rules and
 * settings silently.
 *
 * @returns The exit code: 1 if there is an error.
 */
export async function checkConfigurations(
  files: readonly string[],
  { stdin, out, err }: Io,
): Promise<number> {
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
      err(`${printable(withCode(about(shownFile(file), error.problem)))}\n`);
      exitCode = EXIT.unreadable;
    }
  }
  return exitCode;
}

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

/** The steps of a path such as `accepted.findings[0].until`. */
function stepsOf(path: string): Path {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([name, index]) =>
    index === undefined ? name : Number(index),
  );
}

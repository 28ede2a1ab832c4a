import { decode } from "../../../cli/input/read-input";
import { type JudgedFile, judgeText } from "../../../cli/judged-files/judge-file";
import { renderJson } from "../../../cli/report/json-report";
import { exitCodeOf, type Run } from "../../../cli/report/outcome";
import { renderJudgedSarif } from "../../../cli/report/sarif-report";
import { renderText } from "../../../cli/report/text-report";
import { INPUT_FILES } from "../../../messages/input-files";
import { UnreadableError } from "../../../policy-sources";
import { demandSoundWhatever } from "./demand-sound";

/** What `azure-to-aws judge` does with a file of these bytes. */
export interface JudgedBytes {
  /** `undefined` where the file is unreadable. */
  readonly file: JudgedFile | undefined;
  readonly exitCode: number;
}

/**
 * Judges a file as the command line does, and renders all its reports.
 *
 * @throws Error when anything but an UnreadableError comes of it, a report cannot be read, or an accepted role is open
 */
export function judgeBytes(bytes: Uint8Array): JudgedBytes {
  const file = read(bytes);
  return { file, exitCode: demandReports(file) };
}

/**
 * Renders all reports of a judged file, and holds its acceptances against the evaluator.
 *
 * @returns The exit code of the command line.
 * @throws Error when a report cannot be read, or an accepted role is open
 */
export function demandReports(file: JudgedFile | undefined): number {
  const files = [file ?? { file: "input", reason: INPUT_FILES.say("input-empty") }];
  const run: Run = { files, allowUnknown: false, failOn: "nobody" };
  JSON.parse(renderJson(run));
  JSON.parse(renderJudgedSarif(run, "0.0.0"));
  renderText(run, (_, text) => text);
  for (const { judgment, document } of file?.roles ?? []) {
    if (judgment.verdict === "accepted") {
      demandSoundWhatever(document.document, judgment.grants);
    }
    demandNoInternalError(judgment.findings);
  }
  return exitCodeOf(run);
}

function read(bytes: Uint8Array): JudgedFile | undefined {
  try {
    return judgeText("input", decode(bytes));
  } catch (error) {
    if (error instanceof UnreadableError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The analyser makes a finding of what it throws itself. Only that a policy nests too deeply may come of an input.
 *
 * @throws Error for any other
 */
export function demandNoInternalError(findings: readonly { readonly found: string }[]): void {
  const internal = findings.find(({ found }) =>
    /^a policy that cannot be read \((?!Maximum call stack)/.test(found),
  );
  if (internal !== undefined) {
    throw new Error(`crash: ${internal.found}`);
  }
}

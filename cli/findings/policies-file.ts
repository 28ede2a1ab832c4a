/** The file of `--policy-pack-config`: `judge` and `audit` read its accepted findings, and `judge` its settings about subjects. */
import { about, coded } from "../../messages";
import { UnreadableError } from "../../policy-sources";
import {
  ACCEPTED,
  type AcceptedFinding,
  readAccepted,
  readSubjectSettings,
} from "../../policypack/configuration";
import { isObject, type JudgeOptions } from "../../trust";
import { CommandError } from "../command";
import { readJson, shownFile } from "../input/read-input";

/** What commands read of the file. */
export interface PoliciesFile {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly accepted: readonly AcceptedFinding[];
  /** What the pack's rules on subjects accept. */
  readonly subjects: JudgeOptions;
}

/**
 * Reads the file.
 *
 * @param file - Its name; `undefined` if the command line names none.
 * @throws {CommandError} If it is unreadable, or what is read of it has a problem. The message names all problems.
 */
export async function readPolicies(
  file: string | undefined,
  stdin: NodeJS.ReadableStream,
): Promise<PoliciesFile> {
  if (file === undefined) {
    return { configuration: {}, accepted: [], subjects: {} };
  }
  try {
    const { value } = await readJson(file, stdin);
    const configuration = isObject(value) ? value : {};
    const read = readAccepted(configuration[ACCEPTED]);
    const subjects = readSubjectSettings(configuration);
    const problems = [...read.problems, ...subjects.problems];
    if (problems.length > 0) {
      const list = problems.map(({ path, reason }) => `${path}: ${reason}`).join("; ");
      throw new UnreadableError(coded("policies-file-invalid", list));
    }
    return { configuration, accepted: read.findings, subjects: subjects.options };
  } catch (error) {
    throw error instanceof UnreadableError ? new CommandError(about(shownFile(file), error.problem)) : error;
  }
}

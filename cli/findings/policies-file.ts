/** The file of `--policy-pack-config`, of which `judge` and `audit` read the accepted findings. */
import { about, coded } from "../../messages";
import { UnreadableError } from "../../policy-sources";
import { ACCEPTED, type AcceptedFinding, readAccepted } from "../../policypack/configuration";
import { isObject } from "../../trust";
import { CommandError } from "../command";
import { readJson, shownFile } from "../input/read-input";

/** What commands read of the file. */
export interface PoliciesFile {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly accepted: readonly AcceptedFinding[];
}

/**
 * Reads the file.
 *
 * @param file - Its name; `undefined` if the command line names none.
 * @throws {CommandError} If it is unreadable, or an accepted finding has a problem. The message names all problems.
 */
export async function readPolicies(
  file: string | undefined,
  stdin: NodeJS.ReadableStream,
): Promise<PoliciesFile> {
  if (file === undefined) {
    return { configuration: {}, accepted: [] };
  }
  try {
    const { value } = await readJson(file, stdin);
    const configuration = isObject(value) ? value : {};
    const { findings, problems } = readAccepted(configuration[ACCEPTED]);
    if (problems.length > 0) {
      const list = problems.map(({ path, reason }) => `${path}: ${reason}`).join("; ");
      throw new UnreadableError(coded("accepted-findings-invalid", list));
    }
    return { configuration, accepted: findings };
  } catch (error) {
    throw error instanceof UnreadableError ? new CommandError(about(shownFile(file), error.problem)) : error;
  }
}

/** The import command from its options to its exit code: reads the exports, and writes the import file. */
import { about, coded, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { EXIT, type Io, type Options, PROGRAM, UsageError } from "../command";
import { readJson, shownFile } from "../input/read-input";
import { invalidValue } from "../options";
import { printable } from "../report/printable";
import { renderComponent } from "./component-arguments";
import { type CloudExports, mergeExports, readCloudExport } from "./exports";
import { renderImportFile } from "./import-file";
import { notesOf } from "./notes";
import { planImport } from "./plan-import";
import { readSetUp, SetUpError } from "./set-up";

/**
 * Runs `azure-to-aws import`.
 *
 * @returns The exit code.
 * @throws {CommandError} If it cannot run.
 */
export async function runImport(options: Options, { stdin, out, err }: Io): Promise<number> {
  if (options.files.length === 0) {
    throw new UsageError(COMMAND_LINE.say("file-missing"));
  }
  const name = options.text("name");
  if (name === undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--name", "the name of the component in the program"),
    );
  }
  const keys = readKeys(options.texts("workload"));
  const exports: Partial<CloudExports>[] = [];
  const files = new Map<unknown, string>();
  let unreadable = false;
  for (const file of options.files) {
    try {
      const content = readCloudExport((await readJson(file, stdin)).value);
      if (content === undefined) {
        throw new UnreadableError(
          coded(
            "input-export-unknown",
            `not an export that can be imported. Run ${PROGRAM} import --help to list the exports`,
          ),
        );
      }
      exports.push(content);
      Object.values(content)
        .flat()
        .forEach((part) => files.set(part, file));
    } catch (error) {
      if (!(error instanceof UnreadableError)) {
        throw error;
      }
      err(`${printable(withCode(about(shownFile(file), error.problem)))}\n`);
      unreadable = true;
    }
  }
  if (unreadable) {
    return EXIT.unreadable;
  }
  const all = mergeExports(exports);
  try {
    const setUp = readSetUp(all, keys, (part) => files.get(part) ?? "");
    out(renderImportFile(planImport(name, setUp, all)));
    err(
      notesOf(setUp)
        .map((note) => `// ${printable(withCode(note))}\n`)
        .join(""),
    );
    err(renderComponent(name, setUp, all));
    return EXIT.accepted;
  } catch (error) {
    if (!(error instanceof SetUpError)) {
      throw error;
    }
    err(error.problems.map((problem) => `${printable(withCode(problem))}\n`).join(""));
    return EXIT.rejected;
  }
}

/** The names of the workloads by the identities after the equals sign; by an empty string without one. */
function readKeys(texts: readonly string[]): ReadonlyMap<string, string> {
  if (texts.length === 0) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--workload", "the name of the workload in the program"),
    );
  }
  const keys = new Map<string, string>();
  for (const item of texts) {
    const equals = item.indexOf("=");
    const [key, identity] = equals < 0 ? [item, ""] : [item.slice(0, equals), item.slice(equals + 1)];
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(key)) {
      throw invalidValue("--workload", "NAME or NAME=IDENTITY, NAME of letters, digits, and hyphens", item);
    }
    if (keys.has(identity) || (identity === "" && texts.length > 1)) {
      throw invalidValue("--workload", "NAME=IDENTITY, with another identity for each workload", item);
    }
    keys.set(identity, key);
  }
  return keys;
}

/** The import command: its help text, its options, and its output. */
import { about, coded, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { type Command, PROGRAM, UsageError } from "../command";
import { readJson, shownFile } from "../input/read-input";
import { invalidValue, readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";
import { renderComponent } from "./component-arguments";
import { type CloudExports, mergeExports, readCloudExport } from "./exports";
import { renderImportFile } from "./import-file";
import { notesOf } from "./notes";
import { planImport } from "./plan-import";
import { readSetUp, SetUpError } from "./set-up";

const HELP = `Usage: ${PROGRAM} import [options] FILE... > import.json

Writes a file for pulumi import --file. With it, a hand-made set-up becomes an
AzureToAwsFederation: each part gets the name that the component gives it. The
declaration for the program is printed on standard error.

- is standard input. The command recognizes a FILE by its content:
  aws iam get-role, get-role-policy, list-role-policies,
  list-attached-role-policies, get-open-id-connect-provider
  az ad app show, az ad sp show, az identity show, az vm show
  az rest on .../servicePrincipals/<ID>/appRoleAssignedTo
Keep the exports in a separate folder and name exports/*.json. *.json would also
name package.json and import.json, which are not exports.

Options:
  --name NAME                 the name of the component in the program. Required
  --workload NAME[=IDENTITY]  the name of a workload, and the name, principal ID
                              or client ID of its identity. Required, repeatable
  --help                      print this text

Exit code:
  0  the file is written
  1  the exports do not form a federation. Nothing is written
  2  a file is unreadable or the command line is wrong. Nothing is written
`;

/** `azure-to-aws import`: writes a file for `pulumi import` from what the two clouds export. */
export const importCommand: Command = {
  summary: "take over a federation that was created by hand",
  help: HELP,
  run: async (args, { stdin, out, err }) => {
    const options = readOptions(args, { name: "text", workload: "texts" });
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
              "not an export that can be imported. Run npx --no -- azure-to-aws import --help to list the exports",
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
  },
};

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

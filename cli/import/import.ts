import { UnreadableError } from "../../policy-sources";
import { type Command, PROGRAM, UsageError } from "../command";
import { readJson } from "../input/read-input";
import { readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";
import { renderComponent } from "./component-arguments";
import { type CloudExports, mergeExports, readExport } from "./exports";
import { renderImportFile } from "./import-file";
import { notesOf } from "./notes";
import { planImport } from "./plan-import";
import { readSetUp, SetUpError } from "./set-up";

const HELP = `Usage: ${PROGRAM} import --name NAME --workload NAME[=IDENTITY] FILE... > import.json

Writes a file for pulumi import --file, by which a set-up that was made by hand
becomes an AzureToAwsFederation: its parts with the names that the component
gives them. What to declare in the program is printed on standard error.

A FILE (- for standard input) is recognized by its content:
  aws iam get-role, get-role-policy, list-role-policies,
  list-attached-role-policies, get-open-id-connect-provider
  az ad app show, az ad sp show, az identity show, az vm show
  az rest on .../servicePrincipals/<ID>/appRoleAssignedTo
Keep them in a folder of their own and name exports/*.json: *.json would name
package.json and import.json too, which are no exports.

Options:
  --name NAME                 the component's name in the program
  --workload NAME[=IDENTITY]  the name of a workload, and the name, principal ID
                              or client ID of its identity; several times
  --help                      print this text

Exit code: 0 written, 1 the exports make no federation, 2 a file unreadable or
the command line wrong. Without 0 nothing is written.
`;

/** `azure-to-aws import`: writes a file for `pulumi import` from what the two clouds export. */
export const importCommand: Command = {
  summary: "take over a federation that was made by hand",
  help: HELP,
  run: async (args, { stdin, out, err }) => {
    const options = readOptions(args, { name: "text", workload: "texts" });
    if (options.files.length === 0) {
      throw new UsageError("No file is given. Name one or more, or - for standard input.");
    }
    const name = options.text("name");
    if (name === undefined) {
      throw new UsageError("The option --name is missing: the name of the component in the program.");
    }
    const keys = readKeys(options.texts("workload"));
    const exports: Partial<CloudExports>[] = [];
    const files = new Map<unknown, string>();
    let unreadable = false;
    for (const file of options.files) {
      try {
        const content = readExport((await readJson(file, stdin)).value);
        if (content === undefined) {
          throw new UnreadableError("it is no export that can be imported; --help lists them");
        }
        exports.push(content);
        Object.values(content)
          .flat()
          .forEach((part) => files.set(part, file));
      } catch (error) {
        if (!(error instanceof UnreadableError)) {
          throw error;
        }
        err(`${printable(`${file}: ${error.message}`)}.\n`);
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
          .map((note) => `// ${printable(note)}\n`)
          .join(""),
      );
      err(renderComponent(name, setUp, all));
      return EXIT.accepted;
    } catch (error) {
      if (!(error instanceof SetUpError)) {
        throw error;
      }
      err(error.problems.map((problem) => `${printable(problem)}\n`).join(""));
      return EXIT.rejected;
    }
  },
};

/** The workloads' names by what stands behind the equals sign; by nothing for the one that has none. */
function readKeys(texts: readonly string[]): ReadonlyMap<string, string> {
  if (texts.length === 0) {
    throw new UsageError("The option --workload is missing: the name of the workload in the program.");
  }
  const keys = new Map<string, string>();
  for (const item of texts) {
    const equals = item.indexOf("=");
    const [key, identity] = equals < 0 ? [item, ""] : [item.slice(0, equals), item.slice(equals + 1)];
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(key)) {
      throw new UsageError(
        `The option --workload has ${JSON.stringify(item)}. Allowed are letters, digits and hyphens, and then perhaps =IDENTITY.`,
      );
    }
    if (keys.has(identity) || (identity === "" && texts.length > 1)) {
      throw new UsageError(
        `The option --workload has ${JSON.stringify(item)}. Of several workloads each needs an identity of its own: NAME=IDENTITY.`,
      );
    }
    keys.set(identity, key);
  }
  return keys;
}

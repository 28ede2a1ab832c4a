/** Declares the `import` command, and loads it only when it runs. */
import { Option } from "commander";
import type { Command } from "../command";
import { repeatable } from "../options";
import type * as running from "./run-import";

/** `azure-to-aws import`: writes a file for `pulumi import` from what the two clouds export. */
export const importCommand: Command = {
  summary: "take over a federation that was created by hand",
  usage: "[options] FILE... > import.json",
  description: `Writes a file for pulumi import --file. With it, a hand-made set-up becomes an AzureToAwsFederation: each part gets the name that the component gives it. The declaration for the program is printed on standard error.

- is standard input. The command recognizes a FILE by its content:
  aws iam get-role, get-role-policy, list-role-policies,
  list-attached-role-policies, get-open-id-connect-provider
  az ad app show, az ad sp show, az identity show, az vm show
  az rest on .../servicePrincipals/<ID>/appRoleAssignedTo
Keep the exports in a separate folder and name exports/*.json. *.json would also name package.json and import.json, which are not exports.`,
  options: [
    new Option("--name <NAME>", "the name of the component in the program. Required"),
    repeatable(
      "--workload <NAME[=IDENTITY]>",
      "the name of a workload, and the name, principal ID or client ID of its identity. Required",
    ),
  ],
  ending: `Exit code:
  0  the file is written
  1  the exports do not form a federation. Nothing is written
  2  a file is unreadable or the command line is wrong. Nothing is written`,
  run: (options, io) => (require("./run-import") as typeof running).runImport(options, io),
};

import { Catalog, entry } from "../catalog";
import { oneOf, quoted } from "../wording";

const HELP = "npx --no -- azure-to-aws --help";

/** The most characters that a list of options may have in a message. */
const LONGEST_LIST = 160;

/**
 * Messages about how `azure-to-aws` is called, of any command. The program prints `azure-to-aws: ` before each. The messages of
 * preflight and of suspend and resume are in catalogs of their areas.
 */
export const COMMAND_LINE = new Catalog("Command line", {
  "command-unknown": entry({
    text: (name: string, commands: readonly string[]) =>
      `unknown command ${quoted(name)}. Expected ${oneOf(commands)}. Run ${HELP}`,
    sample: ["judg", ["judge", "explain", "baseline"]],
    cause: "`azure-to-aws` has no command of this name. The name is misspelled, or the version is older.",
    fix: "Use one of the listed commands. `npx --no -- azure-to-aws --help` describes each.",
  }),
  "option-unknown": entry({
    text: (option: string, options: readonly string[]) => {
      const list = oneOf(options);
      const next =
        list.length > LONGEST_LIST ? "Run the command with --help to list its options" : `Expected ${list}`;
      return `unknown option ${quoted(option)}. ${next}`;
    },
    sample: ["--color", ["--format", "--cloudtrail", "--help"]],
    cause: "The command has no option of this name. Each command has its own options.",
    fix: "Correct the name. `npx --no -- azure-to-aws COMMAND --help` lists the options of a command.",
  }),
  "option-value-unexpected": entry({
    text: (option: string, value: string) =>
      `${option} takes no value. Expected ${option} alone; got ${quoted(value)}`,
    sample: ["--allow-unknown", "yes"],
    cause: "The option is a switch: it is on when it is there.",
    fix: "Remove the equals sign and the value, or omit the option.",
  }),
  "option-value-missing": entry({
    text: (option: string) => `${option} has no value. Expected ${option} VALUE`,
    sample: ["--format"],
    cause: "The option is the last word of the command line, or its value is empty.",
    fix: "Write the value after the option. Quote a value that has spaces.",
  }),
  "option-value-invalid": entry({
    text: (name: string, expected: string, given: string) =>
      `${name}: invalid value. Expected ${expected}; got ${quoted(given)}`,
    sample: ["--format", "text, markdown, json, or sarif", "xml"],
    cause:
      "The value does not have the expected form. It comes from the option that the message names. Preflight also reads the stack's configuration and environment variables.",
    fix: "Correct the value. [The command line](command-line.md) describes each option.",
  }),
  "option-missing": entry({
    text: (option: string, what: string) => `${option} is missing. Expected ${what}`,
    sample: ["--name", "the name of the component in the program"],
    cause: "The command cannot run without this option.",
    fix: "Add the option. `npx --no -- azure-to-aws COMMAND --help` describes it.",
  }),
  "option-too-often": entry({
    text: (option: string, given: number, most: number, each: string) =>
      `${option} is given too often. Expected at most ${most}: one ${each}; got ${given}. Remove one, or raise --vm-count`,
    sample: ["--identity-id", 3, 2, "per workload"],
    cause: "The federation would use fewer of these resources than the command line names.",
    fix: "Remove what the program does not use, or say with `--vm-count` how many VMs it creates.",
  }),
  "options-exclusive": entry({
    text: (one: string, other: string, why?: string) =>
      `${one} and ${other} exclude each other${why === undefined ? "" : `: ${why}`}. Give one of them`,
    sample: ["--cloudtrail", "--trust"],
    cause: "Each of the two asks for another kind of work, or sets the same thing.",
    fix: "Remove one of the two.",
  }),
  "options-incomplete": entry({
    text: (one: string, other: string) => `${one} and ${other} belong together. Give both`,
    sample: ["--trust", "--claims"],
    cause: "A comparison needs both files, and only one is given.",
    fix: "Add the other option.",
  }),
  "file-missing": entry({
    text: () => "no file given. Expected one or more files, or - for standard input",
    sample: [],
    cause: "The command reads files, and the command line names none.",
    fix: "Name a file, or pipe into the command: `pulumi stack export | npx --no -- azure-to-aws judge -`.",
  }),
  "file-unexpected": entry({
    text: (file: string) =>
      `preflight takes no file. Expected options only; got ${quoted(file)}. Give the configuration with --stack-config`,
    sample: ["Pulumi.dev.yaml"],
    cause: "A word of the command line is not an option and not the value of one.",
    fix: "Write `npx --no -- azure-to-aws preflight --stack-config Pulumi.dev.yaml`.",
  }),
  "standard-input-twice": entry({
    text: () => "standard input (-) is given twice, but can be read only once. Give - once",
    sample: [],
    cause: "Two arguments are `-`.",
    fix: "Write one of the two to a file, and name the file.",
  }),
  "stack-file-unreadable": entry({
    text: (file: string, code: string) =>
      `--stack-config: cannot read ${quoted(file)} (${code}). Expected the configuration of a stack, such as Pulumi.dev.yaml. Run pulumi stack init dev, and pulumi config set`,
    sample: ["Pulumi.dev.yaml", "ENOENT"],
    cause: "The file does not exist, or this user may not read it. `ENOENT` means that it does not exist.",
    fix: "Name the file of the stack: `ls Pulumi.*.yaml` lists them. `pulumi stack init dev` and `pulumi config set` create one.",
  }),
  "stack-file-not-yaml": entry({
    text: (file: string, reason: string) => `--stack-config: ${quoted(file)} is not valid YAML: ${reason}`,
    sample: ["Pulumi.dev.yaml", "Missing closing quote at line 2, column 25:"],
    cause: "The file, or the `Pulumi.yaml` next to it, has an error in its YAML.",
    fix: "Correct the file at the line that the message names. `pulumi config` reads the same file.",
  }),
  "stack-file-other": entry({
    text: (file: string) =>
      `--stack-config: ${quoted(file)} is not the configuration of a stack. Expected a file such as Pulumi.dev.yaml, with "config:"`,
    sample: ["Pulumi.yaml"],
    cause: "The file is another one, such as the project's `Pulumi.yaml`.",
    fix: "Name the file of the stack: `ls Pulumi.*.yaml` lists them.",
  }),
  "sdk-missing": entry({
    text: (packages: readonly string[]) =>
      `this command needs SDKs that are not installed. Run npm install ${packages.join(" ")}`,
    sample: [["@aws-sdk/client-iam", "@azure/identity"]],
    cause:
      "The SDKs of AWS and Azure are optional peer dependencies, because only `preflight`, `collect`, `suspend`, and `resume` need them.",
    fix: "Run the command of the message in the folder of the project.",
  }),
  "output-not-written": entry({
    text: (reason: string) =>
      `could not write all of the output (${reason}). Free some space, or write to another place`,
    sample: ["ENOSPC: no space left on device, write"],
    cause:
      "The disk is full, or the device or pipe that the output goes to failed. The output is incomplete.",
    fix: "Free some space, or redirect the output to another disk, and run the command again.",
  }),
  "internal-error": entry({
    text: () => "internal error. This is a defect of azure-to-aws. Report it with the lines below",
    sample: [],
    cause: "The program reached a state that it should never reach.",
    fix: "Report the whole output. `npx --no -- azure-to-aws --version` prints the version.",
  }),
});

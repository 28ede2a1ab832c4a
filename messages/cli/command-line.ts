import { Catalog, entry } from "../catalog";
import { oneOf, quoted } from "../wording";

const HELP = "npx --no -- azure-to-aws --help";

/** The most characters that a list of options may have in a message. */
const LONGEST_LIST = 160;

/**
 * Messages about how `azure-to-aws` is called, of any command. The program prints `azure-to-aws: ` before each. The messages of
 * preflight and of suspend and resume are in catalogs of their areas.
 */
export const COMMAND_LINE = new Catalog({
  "command-unknown": entry({
    text: (name: string, commands: readonly string[]) =>
      `unknown command ${quoted(name)}. Expected ${oneOf(commands)}. Run ${HELP}`,
  }),
  "option-unknown": entry({
    text: (option: string, options: readonly string[]) => {
      const list = oneOf(options);
      const next =
        list.length > LONGEST_LIST ? "Run the command with --help to list its options" : `Expected ${list}`;
      return `unknown option ${quoted(option)}. ${next}`;
    },
  }),
  "option-value-unexpected": entry({
    text: (option: string, value: string) =>
      `${option} takes no value. Expected ${option} alone; got ${quoted(value)}`,
  }),
  "option-value-missing": entry({
    text: (option: string) => `${option} has no value. Expected ${option} VALUE`,
  }),
  "option-value-invalid": entry({
    text: (name: string, expected: string, given: string) =>
      `${name}: invalid value. Expected ${expected}; got ${quoted(given)}`,
  }),
  "option-missing": entry({
    text: (option: string, what: string) => `${option} is missing. Expected ${what}`,
  }),
  "option-too-often": entry({
    text: (option: string, given: number, most: number, each: string) =>
      `${option} is given too often. Expected at most ${most}: one ${each}; got ${given}. Remove one, or raise --vm-count`,
  }),
  "options-exclusive": entry({
    text: (one: string, other: string, why?: string) =>
      `${one} and ${other} exclude each other${why === undefined ? "" : `: ${why}`}. Give one of them`,
  }),
  "options-incomplete": entry({
    text: (one: string, other: string) => `${one} and ${other} belong together. Give both`,
  }),
  "file-missing": entry({
    text: () => "no file given. Expected one or more files, or - for standard input",
  }),
  "file-unexpected": entry({
    text: (file: string) =>
      `preflight takes no file. Expected options only; got ${quoted(file)}. Give the configuration with --stack-config`,
  }),
  "standard-input-twice": entry({
    text: () => "standard input (-) is given twice, but can be read only once. Give - once",
  }),
  "stack-file-unreadable": entry({
    text: (file: string, code: string) =>
      `--stack-config: cannot read ${quoted(file)} (${code}). Expected the configuration of a stack, such as Pulumi.dev.yaml. Run pulumi stack init dev, and pulumi config set`,
  }),
  "stack-file-not-yaml": entry({
    text: (file: string, reason: string) => `--stack-config: ${quoted(file)} is not valid YAML: ${reason}`,
  }),
  "stack-file-other": entry({
    text: (file: string) =>
      `--stack-config: ${quoted(file)} is not the configuration of a stack. Expected a file such as Pulumi.dev.yaml, with "config:"`,
  }),
  "sdk-missing": entry({
    text: (packages: readonly string[]) =>
      `this command needs SDKs that are not installed. Run npm install ${packages.join(" ")}`,
  }),
  "output-not-written": entry({
    text: (reason: string) =>
      `could not write all of the output (${reason}). Free some space, or write to another place`,
  }),
  "internal-error": entry({
    text: () => "internal error. This is a defect of azure-to-aws. Report it with the lines below",
  }),
});

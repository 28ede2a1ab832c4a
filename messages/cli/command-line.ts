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
  "option-missing": entry({
    text: (option: string, what: string) => `${option} is missing. Expected ${what}`,
  }),
  "options-exclusive": entry({
    text: (one: string, other: string, why?: string) =>
      `${one} and ${other} exclude each other${why === undefined ? "" : `: ${why}`}. Give one of them`,
  }),
  "file-missing": entry({
    text: () => "no file given. Expected one or more files, or - for standard input",
  }),
  "standard-input-twice": entry({
    text: () => "standard input (-) is given twice, but can be read only once. Give - once",
  }),
});

import { Catalog, entry } from "../catalog";

/**
 * Messages about how `azure-to-aws` is called, of any command. The program prints `azure-to-aws: ` before each. The messages of
 * preflight and of suspend and resume are in catalogs of their areas.
 */
export const COMMAND_LINE = new Catalog({
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

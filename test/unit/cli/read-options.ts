import { Command as Parser, type Option } from "commander";
import type { Options } from "../../../cli/command";
import { readOptions } from "../../../cli/options";

/** What a command with these options reads from its arguments. */
export function optionsFrom(declared: readonly Option[], args: readonly string[]): Options {
  const parser = new Parser("test").exitOverride().configureOutput({ outputError: () => undefined });
  declared.forEach((one) => parser.addOption(one));
  parser
    .argument("[words...]")
    .action(() => undefined)
    .parse(args, { from: "user" });
  return readOptions(parser);
}

/** Loads the YAML library only when the report shows a corrected trust policy for CloudFormation. */
import type * as yaml from "yaml";

let library: typeof yaml | undefined;

/** The YAML library. Loading it takes a while, and other commands of the program do not need it. */
export function lazyYaml(): typeof yaml {
  return (library ??= require("yaml") as typeof yaml);
}

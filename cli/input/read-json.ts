import { parseSource, type Source, UnreadableError } from "../../policy-sources";
import { readInput } from "./read-input";

/**
 * Reads a file that has to be JSON.
 *
 * @throws {UnreadableError} If it cannot be read or is something else.
 */
export async function readJson(file: string, stdin: NodeJS.ReadableStream): Promise<Source> {
  const source = parseSource(await readInput(file, stdin));
  if (source.language !== "JSON") {
    throw new UnreadableError("it is no JSON object");
  }
  return source;
}

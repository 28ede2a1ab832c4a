/** Where the files of this folder are, seen from the TypeScript sources and from the build output alike. */
import { existsSync } from "node:fs";
import path from "node:path";

/**
 * Absolute path of a file or folder that is not compiled and stays beside the sources, such as `requirements.txt`.
 *
 * @param name path relative to `lab/pulumi/toolchain`
 */
export function sourceFile(name: string): string {
  return path.join(projectRoot(), "lab", "pulumi", "toolchain", name);
}

/**
 * Absolute path of a compiled module, for programs that are started by others and so must be plain JavaScript.
 *
 * @param name path relative to `lab/pulumi/toolchain`, with the extension `.js`
 */
export function builtFile(name: string): string {
  return path.join(projectRoot(), "dist", "lab", "pulumi", "toolchain", name);
}

/** The folder of the project: two levels up from the sources, three from the build output. */
function projectRoot(): string {
  const fromSources = path.resolve(__dirname, "..", "..", "..");
  return existsSync(path.join(fromSources, "package.json")) ? fromSources : path.dirname(fromSources);
}

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";

/** What loading one built file brings along. */
export interface Loaded {
  /** Files of the project, itself included. */
  readonly files: number;
  /** Lines of their sources. */
  readonly lines: number;
}

/** Where the built files are. */
const BUILT = "dist";

/**
 * Loads a built file in a process of its own, and counts the files of the project that are loaded then. What the file loads later, when it
 * needs it, does not count.
 *
 * @param root - The project. Its folder `dist` has the built files, at the paths of their sources.
 * @param file - Relative to the root.
 */
export function countLoaded(root: string, file: string): Loaded {
  const here = realpathSync(root);
  const printed = execFileSync(
    process.execPath,
    [path.join(__dirname, "print-loaded-files.cjs"), path.join(here, file)],
    { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  const all = (JSON.parse(printed) as string[]).map((one) => path.relative(here, one));
  const own = all.filter((one) => !one.startsWith("..") && !one.split(path.sep).includes("node_modules"));
  const sources = own.map((one) => sourceOf(here, one));
  return {
    files: sources.length,
    lines: sources.reduce((sum, source) => sum + linesIn(path.join(here, source)), 0),
  };
}

/** The source of a built file; the file itself if it was not built. */
function sourceOf(root: string, file: string): string {
  const [first, ...rest] = file.split(path.sep);
  const source = rest.join(path.sep).replace(/\.js$/, ".ts");
  return first === BUILT && existsSync(path.join(root, source)) ? source : file;
}

function linesIn(file: string): number {
  return readFileSync(file, "utf8").split("\n").length - 1;
}

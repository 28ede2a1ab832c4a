/** Finds the lab's files that are not compiled, from the sources and from the compiled code, which are at different depths. */
import { existsSync } from "node:fs";
import path from "node:path";

/** The folder that has the sources of the lab in `lab` and its compiled code in `dist/lab`: a checkout, or the installed package. */
export const LAB_ROOT = findRoot(__dirname);

function findRoot(directory: string): string {
  if (existsSync(path.join(directory, "lab/aws/emulator.py"))) {
    return directory;
  }
  const parent = path.dirname(directory);
  if (parent === directory) {
    throw new Error(
      `${__dirname}: no parent folder has lab/aws/emulator.py. Install the package again, or run the lab in a checkout`,
    );
  }
  return findRoot(parent);
}

/** Finds the project from the sources and from the compiled code, which are at different depths. */
import { existsSync } from "node:fs";
import path from "node:path";

/** Root of the repository: the folder with Pulumi.yaml and package-lock.json. */
export const PROJECT_ROOT = findRoot(__dirname);

function findRoot(directory: string): string {
  if (existsSync(path.join(directory, "package-lock.json"))) {
    return directory;
  }
  const parent = path.dirname(directory);
  if (parent === directory) {
    throw new Error(
      `${__dirname}: no package-lock.json in a parent folder. Run the lab in a checkout of the repository`,
    );
  }
  return findRoot(parent);
}

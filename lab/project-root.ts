/** Where the project lies: the sources and the compiled code look from different depths. */
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
    throw new Error(`no package-lock.json above ${__dirname}: run the lab from a checkout of the repository`);
  }
  return findRoot(parent);
}

/** The version for `--version`, reports, snapshots, and the programs of `keys plan`. */
import { readFileSync } from "node:fs";
import path from "node:path";

/** The version of this package, from the nearest `package.json` above: built code lies a folder deeper than its source. */
export function packageVersion(folder: string = __dirname): string {
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
      version: string;
    };
    return version;
  } catch (error) {
    const parent = path.dirname(folder);
    if (parent === folder) {
      throw error;
    }
    return packageVersion(parent);
  }
}

import { existsSync } from "node:fs";
import path from "node:path";

/** What the pack's folder is, seen from a folder above this file: in the package that folder itself, in a checkout one next to `dist`. */
const PLACES = ["", "policypack"];

/**
 * The folder that `--policy-pack` names: the nearest one above this file with a pack's project file. The folder in which `pulumi` was
 * started if there is none.
 */
export function packFolder(): string {
  const found = foldersAbove(__dirname)
    .flatMap((folder) => PLACES.map((place) => path.join(folder, place)))
    .find((folder) => existsSync(path.join(folder, "PulumiPolicy.yaml")));
  return found ?? process.cwd();
}

/** A folder and all above it, the nearest first. */
function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The folder that `--policy-pack` names: the nearest one above this file with a pack's project file. The folder in which
 * `pulumi` was started if there is none.
 */
export function packFolder(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "PulumiPolicy.yaml"))) {
    const above = path.dirname(folder);
    if (above === folder) {
      return process.cwd();
    }
    folder = above;
  }
  return folder;
}

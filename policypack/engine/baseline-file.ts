import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Baseline, BaselineError, readBaseline } from "./baseline";

const read = new Map<string, Baseline>();

/**
 * Reads the baseline file that a rule's configuration names, once a process.
 *
 * @param file - An absolute path, or one relative to the pack's folder. The folder where `pulumi` was started does not
 * count: whoever changes the program could bring a baseline along.
 * @throws {BaselineError} If the file does not exist or is not a baseline. A rule without the baseline that it was given
 * would stop everything, and one that goes on without judging would accept everything.
 */
export function baselineFile(file: string): Baseline {
  const known = read.get(file);
  if (known !== undefined) {
    return known;
  }
  const place = path.resolve(packFolder(), file);
  if (!existsSync(place)) {
    throw new BaselineError(
      `${place}: the baseline file does not exist. Expected an absolute path, or one relative to the pack's folder.`,
    );
  }
  try {
    const baseline = readBaseline(readFileSync(place, "utf8"));
    read.set(file, baseline);
    return baseline;
  } catch (error) {
    throw new BaselineError(`The baseline file ${place} ${error instanceof Error ? error.message : ""}.`);
  }
}

/** The folder that `--policy-pack` names: the nearest one above this file with a pack's project file. */
function packFolder(): string {
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

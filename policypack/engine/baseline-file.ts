import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { about, coded } from "../../messages";
import { type Baseline, BaselineError, readBaseline } from "./baseline";
import { packFolder } from "./pack-folder";

/** A baseline, and where it is. */
export interface PlacedBaseline extends Baseline {
  /** Absolute path of its file. */
  readonly place: string;
}

const read = new Map<string, PlacedBaseline>();

/**
 * Reads the baseline file that the configuration names, once per process.
 *
 * @param file - An absolute path, or one relative to the pack's folder. The folder in which `pulumi` was started does not
 * count: the author of a change to the program could bring a baseline along.
 * @throws {BaselineError} If the file does not exist or is not a baseline. Without its baseline, a rule would either stop
 * everything or accept everything.
 */
export function baselineFile(file: string): PlacedBaseline {
  const known = read.get(file);
  if (known !== undefined) {
    return known;
  }
  const place = path.resolve(packFolder(), file);
  if (!existsSync(place)) {
    throw new BaselineError(
      about(
        place,
        coded(
          "baseline-not-found",
          "the baseline file does not exist. Expected an absolute path, or one relative to the pack's folder",
        ),
      ),
    );
  }
  try {
    const baseline = { ...readBaseline(readFileSync(place, "utf8")), place };
    read.set(file, baseline);
    return baseline;
  } catch (error) {
    throw error instanceof BaselineError ? new BaselineError(about(place, error.said)) : error;
  }
}

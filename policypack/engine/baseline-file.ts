import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Baseline, BaselineError, readBaseline } from "./baseline";

const read = new Map<string, Baseline>();

/**
 * Reads the baseline file that a rule's configuration names, once a process.
 *
 * @param file - An absolute path, or one relative to the folder where `pulumi` was started, or else to the pack's.
 * @throws {BaselineError} If there is no such file or it is no baseline: a rule without the baseline that it was given
 * would stop everything, and one that goes on without judging would let everything pass.
 */
export function baselineFile(file: string): Baseline {
  const known = read.get(file);
  if (known !== undefined) {
    return known;
  }
  const folders = [process.env.PWD, process.cwd()].filter((folder) => folder !== undefined);
  const places = [...new Set(folders.map((folder) => path.resolve(folder, file)))];
  const place = places.find((candidate) => existsSync(candidate));
  if (place === undefined) {
    throw new BaselineError(
      `There is no baseline file ${places.join(" or ")}. Give an absolute path, or write one.`,
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

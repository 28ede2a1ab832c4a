/** How many mutants of each file the tests notice, as mutants.json keeps it. */
import { keyOf, type Mutant } from "./run-stryker";

/** A mutant that no test notices. */
export interface Survivor {
  /** `line:column-line:column`, with columns from 0. */
  readonly place: string;
  /** The code that the mutant replaces, at most 120 characters of it. */
  readonly code: string;
  readonly replacement: string;
  /** Why it survives; empty until somebody has looked. */
  readonly reason: string;
}

/** The scores of one file. */
export interface FileScores {
  readonly mutants: number;
  /** Noticed by the unit tests or by the laws. */
  readonly killed: number;
  /** Those that change a verdict or a reach, and of them those that the laws alone notice. */
  readonly changing: number;
  readonly killedByModel: number;
  readonly survivors: readonly Survivor[];
  /** Those that change a verdict or a reach, and that the laws alone do not notice. */
  readonly missedByModel: readonly Survivor[];
}

/** By file. */
export type Scores = Readonly<Record<string, FileScores>>;

/** What three runs over the same files found. */
export interface Runs {
  /** By unit tests and laws. */
  readonly all: readonly Mutant[];
  /** By verdicts: killed means changed. */
  readonly verdicts: readonly Mutant[];
  /** By the laws, of those that change a verdict. */
  readonly model: readonly Mutant[];
}

/** The longest code of a survivor, in characters. */
const LONGEST = 120;

/**
 * Counts the mutants of one file.
 *
 * @param kept - The scores from before, whose reasons stay as long as code and mutant are the same.
 */
export function scoresOf(file: string, source: string, runs: Runs, kept?: FileScores): FileScores {
  const ofFile = (mutants: readonly Mutant[]) => mutants.filter(({ place }) => place.startsWith(`${file}:`));
  const [all, verdicts, model] = [ofFile(runs.all), ofFile(runs.verdicts), ofFile(runs.model)];
  const known = [...(kept?.survivors ?? []), ...(kept?.missedByModel ?? [])];
  const survivorsOf = (mutants: readonly Mutant[]): Survivor[] =>
    mutants
      .filter(({ isKilled }) => !isKilled)
      .map(({ place, replacement }) => {
        const range = place.slice(file.length + 1);
        const code = codeAt(source, range);
        const same = known.find((one) => one.code === code && one.replacement === replacement && one.reason);
        return { place: range, code, replacement, reason: same?.reason ?? "" };
      })
      .sort((one, other) => one.place.localeCompare(other.place, "en", { numeric: true }));
  const changing = verdicts.filter(({ isKilled }) => isKilled);
  const changed = new Set(changing.map(keyOf));
  const tried = model.filter((mutant) => changed.has(keyOf(mutant)));
  return {
    mutants: all.length,
    killed: all.filter(({ isKilled }) => isKilled).length,
    changing: changing.length,
    killedByModel: tried.filter(({ isKilled }) => isKilled).length,
    survivors: survivorsOf(all),
    missedByModel: survivorsOf(tried),
  };
}

/** The code between two places, in one line. */
export function codeAt(source: string, range: string): string {
  const [line = 1, column = 0, endLine = 1, endColumn = 0] = range.split(/[:-]/).map(Number);
  const lines = source.split("\n").slice(line - 1, endLine);
  lines.push((lines.pop() ?? "").slice(0, endColumn));
  lines[0] = (lines[0] ?? "").slice(column);
  const code = lines.join(" ").replaceAll(/\s+/g, " ").trim();
  return code.length > LONGEST ? `${code.slice(0, LONGEST - 1)}…` : code;
}

/** The share of mutants that are noticed in all files, in percent: by all tests, and by the laws alone. */
export function totals(scores: Scores): { readonly all: number; readonly model: number } {
  const sum = (member: "mutants" | "killed" | "changing" | "killedByModel") =>
    Object.values(scores).reduce((total, file) => total + file[member], 0);
  const share = (part: number, whole: number) => (whole === 0 ? 100 : (100 * part) / whole);
  return { all: share(sum("killed"), sum("mutants")), model: share(sum("killedByModel"), sum("changing")) };
}

/** The files of which a smaller share is noticed than before, or nothing was tried, or nothing is kept. */
export function lower(scores: Scores, kept: Scores): readonly string[] {
  return Object.entries(scores)
    .filter(([file, now]) => {
      const before = kept[file];
      if (before === undefined || (now.mutants === 0 && before.mutants > 0)) {
        return true;
      }
      const [one, other] = [totals({ now }), totals({ before })];
      return one.all < other.all || one.model < other.model;
    })
    .map(([file]) => file);
}

/**
 * `npm run mutants`: changes the analyzer in thousands of small ways, one at a time, and counts the changes that neither the unit
 * tests of trust, but for the slowest, nor the laws of judging notice.
 * `npm run mutants -- FILE…` looks at some files alone. `--write` keeps the scores in mutants.json; without it, a lower share of a
 * file is a failure.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { keyOf, type Mutant, runStryker } from "./run-stryker";
import { lower, type Scores, scoresOf, totals } from "./scores";
import { verdicts } from "./verdicts";

const KEPT = path.join(__dirname, "mutants.json");
const WRITE = "--write";

/** What is changed. */
const FOLDERS = [
  "trust/analyze",
  "trust/applications",
  "trust/entra",
  "trust/kernel",
  "trust/partial",
  "trust/policy",
];

/** Files next to tables, which are not changed. */
const FILES = ["entra", "entra-audiences", "stand-in", "subject-boundaries", "subject-pattern-problems"].map(
  (name) => `trust/issuers/${name}.ts`,
);

/** Tests that take about a second: they try only what the quick ones do not notice. */
const SLOW = /\/(?:corpus|issuers)\.test\.ts$/;

/** Tests that take ten seconds or more: they try no mutant. */
const SLOWEST = /\/properties\/|in-corpora|on-corpora/;

/** How many policies the laws are tried on: first a few, which notice most mutants. */
const POLICIES = [300, 3000, 10_000];

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.posix.join(folder, file.split(path.sep).join("/")))
    .sort();

/** The page that shows the table of Microsoft's resources. */
const PAGE = "test/unit/tools/issuer-page.test.ts";

const placesOf = (mutants: readonly Mutant[]): string[] => [...new Set(mutants.map(({ place }) => place))];

/** Tries what is left over from a run with other tests. The mutants of one place are tried together. */
async function alsoTry(mutants: readonly Mutant[], spec: readonly string[]): Promise<Mutant[]> {
  const left = mutants.filter(({ isKilled }) => !isKilled);
  const killed = new Set(
    left.length === 0
      ? []
      : (await runStryker(placesOf(left), spec)).filter(({ isKilled }) => isKilled).map(keyOf),
  );
  return mutants.map((mutant) => (killed.has(keyOf(mutant)) ? { ...mutant, isKilled: true } : mutant));
}

async function tryLaws(mutants: readonly Mutant[]): Promise<Mutant[]> {
  process.env.MUTANTS_ONLY_CHANGING = "true";
  let tried: Mutant[] = mutants.map((mutant) => ({ ...mutant, isKilled: false }));
  for (const policies of POLICIES) {
    process.env.MUTANTS_POLICIES = String(policies);
    tried = await alsoTry(tried, ["tools/mutants/model.spec.ts"]);
  }
  delete process.env.MUTANTS_ONLY_CHANGING;
  return tried;
}

async function measure(files: readonly string[], kept: Scores): Promise<Scores> {
  const tests = [PAGE, ...filesIn("test/unit/trust", ".test.ts").filter((file) => !SLOWEST.test(file))];
  const quick = await runStryker(
    files,
    tests.filter((file) => !SLOW.test(file)),
  );
  process.env.MUTANTS_POLICIES = String(POLICIES[0]);
  const all = await alsoTry(quick, [
    "tools/mutants/model.spec.ts",
    ...tests.filter((file) => SLOW.test(file)),
  ]);
  const changing = await runStryker(files, ["tools/mutants/verdicts.spec.ts"]);
  const model = await tryLaws(changing.filter(({ isKilled }) => isKilled));
  const byModel = new Set(model.filter(({ isKilled }) => isKilled).map(keyOf));
  const runs = {
    all: all.map((mutant) => (byModel.has(keyOf(mutant)) ? { ...mutant, isKilled: true } : mutant)),
    verdicts: changing,
    model,
  };
  return Object.fromEntries(
    files.map((file) => [
      file,
      scoresOf(file, readFileSync(path.join(PROJECT_ROOT, file), "utf8"), runs, kept[file]),
    ]),
  );
}

async function main(given: readonly string[]): Promise<void> {
  const known = [...FOLDERS.flatMap((folder) => filesIn(folder, ".ts")), ...FILES];
  const chosen = given.filter((option) => option !== WRITE);
  const unknown = chosen.find((file) => !known.includes(file));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}": expected ${WRITE}, or files of ${FOLDERS.join(", ")}`);
  }
  // The workers inherit it.
  const folder = path.join(PROJECT_ROOT, "node_modules/.cache/mutants");
  mkdirSync(folder, { recursive: true });
  process.env.MUTANTS_VERDICTS = path.join(folder, "verdicts.json");
  writeFileSync(process.env.MUTANTS_VERDICTS, JSON.stringify([...verdicts()]));

  const kept = existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, "utf8")) as Scores) : {};
  const scores = await measure(chosen.length === 0 ? known : chosen, kept);
  const now = totals(scores);
  process.stdout.write(
    `Noticed by unit tests or laws: ${now.all.toFixed(1)} % of all mutants.\n` +
      `Noticed by the laws alone: ${now.model.toFixed(1)} % of those that change a verdict.\n`,
  );
  if (given.includes(WRITE)) {
    const merged = Object.entries({ ...kept, ...scores })
      .filter(([file]) => known.includes(file))
      .sort(([one], [other]) => (one < other ? -1 : 1));
    writeFileSync(KEPT, `${JSON.stringify(Object.fromEntries(merged), null, 2)}\n`);
    return;
  }
  const fallen = lower(scores, kept);
  if (fallen.length > 0) {
    throw new Error(
      `fewer mutants are noticed than before. With ${WRITE}, mutants.json lists them: ${fallen.join(", ")}`,
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

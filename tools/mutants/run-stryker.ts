/** Runs Stryker on a copy of the project, with tests of TypeScript that need no build. */
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";

/** One mutant, and whether a test noticed it. */
export interface Mutant {
  /** Where it is: `trust/analyze/reach.ts:12:5-12:20`, as Stryker takes it, with columns from 0. */
  readonly place: string;
  /** What is there instead: the mutants of one place differ in it. */
  readonly replacement: string;
  /** Whether a test failed or did not end. */
  readonly isKilled: boolean;
}

/** What became of a mutant that was tried. Others broke the run, and say nothing. */
const TRIED = /^(?:Killed|NoCoverage|Survived|Timeout)$/;
const KILLED = /^(?:Killed|Timeout)$/;

/** The same mutant in two runs. */
export const keyOf = ({ place, replacement }: Mutant): string => `${place} ${replacement}`;

/**
 * Tries all mutants of some files, or of some places in them, until the first test fails.
 *
 * @param mutate - Files or places.
 * @param spec - The test files, as mocha takes them.
 * @throws Error if a test fails without a mutant.
 */
export async function runStryker(mutate: readonly string[], spec: readonly string[]): Promise<Mutant[]> {
  // A package of ECMAScript modules.
  const { Stryker } = await import("@stryker-mutator/core");
  const results = await new Stryker({
    mutate: [...mutate],
    testRunner: "mocha",
    plugins: ["@stryker-mutator/mocha-runner"],
    mochaOptions: { config: "tools/mutants/mocharc.cjs", spec: [...spec] },
    coverageAnalysis: "perTest",
    // Nothing checks types here.
    disableTypeChecks: false,
    ignorePatterns: ["/dist", "/docs/node_modules", "/docs/.vitepress"],
    tempDirName: "node_modules/.cache/stryker",
    reporters: ["progress"],
    // A test that is late because the machine is busy has noticed nothing.
    timeoutMS: 30_000,
    timeoutFactor: 4,
    allowConsoleColors: false,
    allowEmpty: true,
  }).runMutationTest();
  return results
    .filter(({ status }) => TRIED.test(status))
    .map(({ fileName, location: { start, end }, replacement, status }) => {
      const file = path
        .relative(PROJECT_ROOT, path.resolve(PROJECT_ROOT, fileName))
        .split(path.sep)
        .join("/");
      const range = `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;
      return { place: `${file}:${range}`, replacement, isKilled: KILLED.test(status) };
    });
}

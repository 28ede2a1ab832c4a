/**
 * Checks the machine before anything else starts. This module and what it imports stay loadable by older
 * versions of Node, which cannot `require` ES modules: a program checks first and imports the rest afterwards.
 */
import { findPythons } from "./python-search";
import { requirementProblems } from "./requirement-problems";

/** The machine lacks something. The message holds one line for each problem. */
export class RequirementsError extends Error {
  override readonly name = "RequirementsError";
  /** One line each: what was found, what is expected, and what to do. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * Checks the running Node and the Python on PATH.
 *
 * @param environment whose `PATH` is searched. Default is `process.env`
 * @throws RequirementsError that lists every problem
 */
export async function checkRequirements(environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const problems = requirementProblems({
    node: process.version,
    pythons: await findPythons(environment),
  });
  if (problems.length > 0) {
    throw new RequirementsError(problems);
  }
}

import { isObject, type JudgeOptions } from "../../trust";
import type { ConfigurationProblem } from "../engine/configuration-problem";
import { schemaProblems } from "../engine/schema-problems";
import { subjectOptions, subjectSchemas } from "../iam/subject-options";

/** The rule whose settings decide which subjects bind a caller. `checkConfiguration` warns if another rule has others. */
const RULE = "oidc-trust-requires-subject";

/**
 * Reads what a configuration of the pack says about subjects, for the analysis of a file.
 *
 * @returns The options, and all problems. With a problem, there are no options.
 */
export function readSubjectSettings(configuration: Readonly<Record<string, unknown>>): {
  readonly options: JudgeOptions;
  readonly problems: readonly ConfigurationProblem[];
} {
  const setting = configuration[RULE];
  const config: Readonly<Record<string, unknown>> = isObject(setting) ? setting : {};
  const problems = Object.entries(subjectSchemas).flatMap(([name, schema]) =>
    config[name] === undefined ? [] : [...schemaProblems(config[name], schema, `${RULE}.${name}`)],
  );
  return { options: problems.length === 0 ? subjectOptions(config) : {}, problems };
}

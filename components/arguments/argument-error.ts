/** Turns invalid arguments into errors, for TypeScript programs and for programs in other languages. */
import * as pulumi from "@pulumi/pulumi";
import { PerDeployment } from "../deployment";
import type { ArgumentPaths } from "./argument-paths";
import { type ArgumentProblem, sentence } from "./argument-problem";
import { withoutKnownSecrets } from "./secret-values";

/**
 * How invalid arguments are thrown.
 *
 * - `resource`: one `pulumi.ResourceError` without a stack trace, for programs that import this package.
 * - `properties`: one `pulumi.InputPropertiesError`, which the engine prints for programs in any other language.
 */
export type ArgumentErrorStyle = "resource" | "properties";

let style: ArgumentErrorStyle = "resource";

/**
 * Sets how invalid arguments are thrown from now on in this process. The entry of the provider plugin calls it once
 * with `properties`; a program that imports the package never does.
 */
export function setArgumentErrorStyle(chosen: ArgumentErrorStyle): void {
  style = chosen;
}

/** How many arguments of a component are invalid. One argument can have several problems. */
function headline(component: string, problems: readonly ArgumentProblem[]): string {
  const { size } = new Set(problems.map(({ path }) => path));
  return `${component}: ${size === 1 ? "1 invalid argument" : `${size} invalid arguments`}`;
}

/** One line per problem, below the first line. */
function describe(firstLine: string, problems: readonly ArgumentProblem[]): string {
  return [firstLine, ...problems.map((problem) => `  ${problem.path}: ${sentence(problem)}`)].join("\n");
}

/**
 * The error for invalid arguments whose values were known when the component was created.
 *
 * @param paths - Where the problems are reported.
 * @param resource - The component that the error belongs to.
 * @param found - All problems, in the order in which the error shows them.
 */
export function argumentError(
  paths: ArgumentPaths,
  resource: pulumi.Resource | undefined,
  found: readonly ArgumentProblem[],
): Error {
  const problems = paths.locate(found);
  if (style === "resource") {
    const message = describe(headline(paths.owner, problems), problems);
    return withoutStack(new pulumi.ResourceError(message, resource, true));
  }
  return new pulumi.InputPropertiesError({
    message: headline(paths.owner, problems),
    errors: problems.map((problem) => ({ propertyPath: problem.path, reason: sentence(problem) })),
  });
}

/** One line per problem, for an error of the engine that has no first line of its own. */
export function problemLines(paths: ArgumentPaths, found: readonly ArgumentProblem[]): string {
  return paths
    .locate(found)
    .map((problem) => `${paths.owner}: ${problem.path}: ${sentence(problem)}`)
    .join("\n");
}

/** The late problems of this turn of the event loop, by component and kind of error. */
const failedLate = new PerDeployment(() => new Map<string, ArgumentProblem[]>());

/** The first line of a late error. By default it counts the invalid arguments. */
type FirstLine = (component: string, problems: readonly ArgumentProblem[]) => string;

/**
 * Fails the program because of values that became known only while it ran. Problems of one component that come up
 * together are one error.
 *
 * In a program that imports this package, the error is left to Pulumi as an unhandled rejection, which prints it once
 * and fails the program. The returned promise stays pending, so nothing is created from the value. It is not
 * rejected: Pulumi keeps a debugger session open, for which V8 follows every path through the promises that depend on a
 * rejected one. With outputs in outputs that takes exponential time, and the program would seem to hang.
 *
 * @param paths - Where the problems are reported.
 * @param found - What is wrong.
 * @param firstLine - Makes the first line of the error. Default: how many arguments are invalid.
 * @returns A promise that never resolves; in a provider plugin, one that is rejected.
 */
export async function failLate(
  paths: ArgumentPaths,
  found: readonly ArgumentProblem[],
  firstLine: FirstLine = headline,
): Promise<never> {
  const problems = paths.locate(found);
  const component = paths.owner;
  if (style === "properties") {
    throw lateError(firstLine(component, problems), problems);
  }
  // Problems are collected per kind of error too, which the first line distinguishes.
  const key = firstLine(component, []);
  const late = failedLate.current();
  const known = late.get(key);
  if (known === undefined) {
    const collected = [...problems];
    late.set(key, collected);
    // In a separate turn, away from the promises that depend on the value.
    setImmediate(() => {
      late.delete(key);
      void Promise.reject(lateError(firstLine(component, collected), collected));
    });
  } else {
    known.push(...problems);
  }
  return new Promise<never>(() => undefined);
}

/** Names the component in the text only: Pulumi would wait for the component to be registered before it prints. */
function lateError(firstLine: string, problems: readonly ArgumentProblem[]): Error {
  const message = withoutKnownSecrets(describe(firstLine, problems));
  return withoutStack(new pulumi.ResourceError(message, undefined, true));
}

/** The error without its stack, which Pulumi prints in some cases although the error hides it. */
function withoutStack(error: Error): Error {
  delete error.stack;
  return error;
}

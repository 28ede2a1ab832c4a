/** How a provider that bridges a Terraform provider words its complaints: aws and azuread. */
import type { TypeProblem } from "./check-types";
import type { Wording } from "./plugin";

/** The words of the Terraform bridge: the place comes after the reason, a failed call in a list of errors. */
export const bridgedWording: Wording = {
  typeProblem: (problem, resourceName) => at(describe(problem), resourceName, problem.path),
  invalidValue: ({ path, reason }, resourceName) => at(reason, resourceName, path),
  failure,
  // Source (source code): pkg/tfbridge/provider.go wraps the error in "creating <urn>", "updating <urn>", "deleting <urn>".
  changeFailure: (message, deed, urn) => `${deed} ${urn}: ${failure(message)}`,
  // Source (source code): pulumi-terraform-bridge, pkg/tfbridge/provider.go, `Invoke`: `errors.Wrapf(err, "invoking %s", tok)`.
  functionFailure: (message, token) => `invoking ${token}: ${failure(message)}`,
};

function failure(message: string): string {
  return `1 error occurred:\n\t* ${message}\n\n`;
}

function describe(problem: TypeProblem): string {
  switch (problem.kind) {
    case "missing":
      return `Missing required argument. The argument "${snakeCase(problem.path)}" is required, but no definition was found.`;
    case "unknown":
      return `Invalid or unknown key "${problem.path}"; known are ${problem.allowed.join(", ")}`;
    case "type":
      return `expected ${snakeCase(problem.path)} to be of type ${problem.expected}, got ${problem.actual}`;
    case "enum":
      return `expected ${snakeCase(problem.path)} to be one of ${quoteList(problem.allowed)}, got ${problem.value}`;
  }
}

/** Names a value and what is allowed in the words of Terraform's validators. */
export function notOneOf(
  path: string,
  value: string,
  allowed: readonly string[],
): { path: string; reason: string } {
  return { path, reason: `expected ${snakeCase(path)} to be one of ${quoteList(allowed)}, got ${value}` };
}

function at(reason: string, resourceName: string, path: string): string {
  return `${reason}. Examine values at '${resourceName}.${path}'.`;
}

function quoteList(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(" ")}]`;
}

function snakeCase(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

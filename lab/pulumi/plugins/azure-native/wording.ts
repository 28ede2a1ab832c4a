/** How the azure-native provider words its complaints. */
import type { TypeProblem } from "../kernel/check-types";
import type { Wording } from "../kernel/plugin";

/** The words of azure-native. Unknown properties, which it drops in silence, are refused: in the lab a slip should show. */
export const azureNativeWording: Wording = {
  typeProblem: (problem, _resourceName, token) => describe(problem, token),
  invalidValue: ({ reason }) => reason,
  failure: (message) => message,
};

function describe(problem: TypeProblem, token: string): string {
  const { path } = problem;
  switch (problem.kind) {
    case "missing":
      return `missing required property '${path}'`;
    case "unknown":
      return `unknown property '${path}' of ${token}: known are ${problem.allowed.join(", ")}`;
    case "type":
      return `'${path}' should be of type '${problem.expected}' but got a ${problem.actual}`;
    case "enum":
      return `'${path}' should be one of ${problem.allowed.map((value) => `'${value}'`).join(", ")} but got '${problem.value}'`;
  }
}

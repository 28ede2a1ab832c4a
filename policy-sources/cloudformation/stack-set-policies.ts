import type { FoundPolicies, FoundPolicy } from "../policy-source";
import type { Path } from "../positions/source-node";
import { withOverrides } from "./stack-parameters";
import type { StackParameters } from "./stack-view";
import { findInText } from "./template-policies";

/**
 * Finds the trust policies in the template of a stack set. An instance can override each parameter, so the template is
 * read with the stack set's own values, with those of each known instance, and with unknown ones. A policy that is the
 * same each time is listed once.
 */
export function findInStackSet(
  body: unknown,
  within: string,
  path: Path,
  parameters: StackParameters,
  overrides: readonly StackParameters[],
): FoundPolicies {
  const readings: [suffix: string, parameters: StackParameters | undefined][] = [
    ["", parameters],
    ...overrides.map((own): [string, StackParameters] => [
      " (with the parameters of an instance)",
      withOverrides(parameters, own),
    ]),
    [" (as an instance can override it)", undefined],
  ];
  const seen = new Set<string>();
  const documents: FoundPolicy[] = [];
  const [base, ...others] = readings.map(([suffix, own]) => {
    const found = findInText(body, within, path, typeof own === "string" ? undefined : own);
    for (const document of found.documents) {
      const key = JSON.stringify([document.place, document.kind, document.document]);
      if (!seen.has(key)) {
        seen.add(key);
        documents.push({ ...document, role: document.role + suffix });
      }
    }
    return found;
  });
  return {
    documents,
    notSeen: base?.notSeen ?? [],
    providers: [base, ...others].flatMap((found) => found?.providers ?? []),
  };
}

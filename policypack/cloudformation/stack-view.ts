import { isObject } from "../resources/seen-resource";
import { UNKNOWN } from "../resources/unknown";
import type { TemplateView } from "./template-view";

/** The parameters that a stack gives to its template, by name; `UNKNOWN` while none is known. */
export type StackParameters = Readonly<Record<string, unknown>> | typeof UNKNOWN;

/** Stands for an account that is not told. */
export const SOME_ACCOUNT = "000000000000";

/**
 * How a template looks to the stack that uses it: parameters are what the stack gives, or their defaults. What cannot
 * be told stays as it is written, an object in the place of a text, which no rule takes for a pinned value; what is
 * made of a value that is not known yet is not known yet.
 */
export function stackView(parameters: StackParameters, accountId = SOME_ACCOUNT): TemplateView {
  return {
    accountId,
    parameter: (name, { Default }) => {
      const given = parameters === UNKNOWN ? UNKNOWN : (parameters[name] ?? Default);
      return isObject(given) ? undefined : given;
    },
    open: ({ name, argument }, parts) =>
      parts.some((part) => part === UNKNOWN || (Array.isArray(part) && part.includes(UNKNOWN)))
        ? UNKNOWN
        : { [name]: argument },
  };
}

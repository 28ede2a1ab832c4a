import { hasMarks, isObject, unknownMark } from "../../trust";
import { describeCall, type TemplateView } from "./template-view";

/** The parameters that a stack gives to its template, by name; a mark while none is known. */
export type StackParameters = Readonly<Record<string, unknown>> | string;

/** Stands for an account that is unknown. */
export const SOME_ACCOUNT = "000000000000";

/**
 * How a template looks to the stack that uses it: parameters are what the stack gives, or their defaults. A mark stands
 * for the result of a call on a value that is not known yet. A call that the update does not resolve either stays as it
 * is written: an object in place of a string, which no rule takes for a pinned value.
 */
export function stackView(parameters: StackParameters, accountId = SOME_ACCOUNT): TemplateView {
  return {
    accountId,
    parameter: (name, { Default }) => {
      const given =
        typeof parameters === "string" ? unknownMark(`Ref ${name}`) : (parameters[name] ?? Default);
      return isObject(given) ? undefined : given;
    },
    open: (call, parts) =>
      parts.some(hasMarks) && !parts.some(isObject)
        ? unknownMark(describeCall(call))
        : { [call.name]: call.argument },
  };
}

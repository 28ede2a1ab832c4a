import { hasMarks, isObject, unknownExpressions, unknownMark } from "../../trust";
import { describeCall, ownMember, type TemplateView } from "./template-view";

/** The parameters that a stack gives to its template, by name; a mark while none is known. */
export type StackParameters = Readonly<Record<string, unknown>> | string;

/** Stands for an account that is unknown. */
export const SOME_ACCOUNT = "000000000000";

/** How a template looks to the stack that uses it. */
export interface StackView extends TemplateView {
  readonly hidden: ReadonlySet<string>;
}

/**
 * A template from the view of the stack that uses it: each parameter has the stack's value, or its default. A mark replaces
 * each unknown value. An unknown value is hidden unless all values in it are merely not known yet.
 */
export function stackView(parameters: StackParameters, accountId = SOME_ACCOUNT): StackView {
  const hidden = new Set<string>();
  return {
    hidden,
    accountId,
    parameter: (name, { Default }) => {
      const given =
        typeof parameters === "string"
          ? unknownMark(`Ref ${name}`)
          : (ownMember(parameters, name) ?? Default);
      return isObject(given) ? undefined : given;
    },
    open: (call, parts) => {
      const expression = describeCall(call);
      const isKnownLater =
        parts.some(hasMarks) && !unknownExpressions(parts).some((part) => hidden.has(part));
      if (!isKnownLater) {
        hidden.add(expression);
      }
      return unknownMark(expression);
    },
  };
}

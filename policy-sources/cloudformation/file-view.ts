import { isObject, unknownMark } from "../../trust";
import { describeCall, ownMember, type TemplateView } from "./template-view";

/** What a stack gives to a template, by name. */
export type TemplateParameters = Readonly<Record<string, unknown>>;

/**
 * How a template looks to a reader who has only its file: a mark stands for each unknown value. A parameter with a default
 * is unknown too, because the stack may set another value. If the stack is known as well, so are its parameters.
 *
 * @param parameters - What the stack gives, if one is seen.
 */
export function fileView(parameters?: TemplateParameters): TemplateView {
  return {
    // Neither opens nor closes a role, whatever it is.
    accountId: "000000000000",
    parameter: (name, { Default }) => {
      const given = parameters === undefined ? undefined : (ownMember(parameters, name) ?? Default);
      return isObject(given) || given === null ? undefined : given;
    },
    open: (call) => unknownMark(describeCall(call)),
  };
}

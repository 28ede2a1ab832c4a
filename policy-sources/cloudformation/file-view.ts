import { unknownMark } from "../../trust";
import { describeCall, type TemplateView } from "./template-view";

/** What a stack gives to a template, by name. */
export type TemplateParameters = Readonly<Record<string, unknown>>;

/**
 * How a template looks to somebody who has its file alone: a mark stands for what cannot be told. Parameters with a
 * default are among that, since whoever creates a stack may give another value; but where a stack is seen as well, its
 * parameters are known.
 *
 * @param parameters - What the stack gives, if one is seen.
 */
export function fileView(parameters?: TemplateParameters): TemplateView {
  return {
    // Neither opens nor closes a role, whatever it is.
    accountId: "000000000000",
    parameter: (name, { Default }) =>
      parameters === undefined ? undefined : (parameters[name] ?? Default ?? undefined),
    open: (call) => unknownMark(describeCall(call)),
  };
}

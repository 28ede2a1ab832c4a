import type { IntrinsicCall, TemplateView } from "azure-to-aws-federation/policypack/configuration";
import { isMark, type NotKnown } from "../judgement/not-known";

/** What a stack gives to a template, by name. */
export type TemplateParameters = Readonly<Record<string, unknown>>;

/**
 * How a template looks to somebody who has its file alone: a mark stands for what cannot be told. Parameters with a
 * default are among that, since whoever creates a stack may give another value; but where a stack is seen as well, its
 * parameters are known.
 *
 * @param parameters - What the stack gives, if one is seen.
 */
export function templateMarks(notKnown: NotKnown, parameters?: TemplateParameters): TemplateView {
  return {
    // Neither opens nor closes a role, whatever it is.
    accountId: "000000000000",
    parameter: (name, { Default }) =>
      parameters === undefined ? undefined : (parameters[name] ?? Default ?? undefined),
    open: (call) => notKnown.mark(describe(call)),
  };
}

/** A function and what it is about, in few words. */
function describe({ name, argument }: IntrinsicCall): string {
  if (name === "Fn::Resolve") {
    return String(argument);
  }
  const parts: unknown[] = name === "Fn::GetAtt" ? [argument].flat() : [argument].flat().slice(0, 1);
  return parts.every((part) => typeof part === "string" && !isMark(part))
    ? `${name} ${parts.join(".")}`.trim()
    : name;
}

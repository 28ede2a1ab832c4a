import { isMark, isObject } from "../../trust";

/** The property of a role that holds its trust policy. */
export const TRUST_POLICY = "AssumeRolePolicyDocument";

/** A call of an intrinsic function: `{"Fn::Sub": "…"}` has the name `Fn::Sub` and its text as argument. */
export interface IntrinsicCall {
  readonly name: string;
  readonly argument: unknown;
}

/** What a reader of a template knows in addition to its text, and what it puts in place of unknown values. */
export interface TemplateView {
  /** The account in which the template is used, 12 digits. */
  readonly accountId: string;
  /**
   * The unknown expressions that only CloudFormation resolves, such as `Fn::ImportValue x`, if the reader distinguishes them from others.
   * The update does not reveal them either. They are collected while the template is read.
   */
  readonly hidden?: ReadonlySet<string>;
  /**
   * The value that a parameter has.
   *
   * @param declaration - The parameter as the template declares it.
   * @returns `undefined` if that is unknown.
   */
  parameter(name: string, declaration: Readonly<Record<string, unknown>>): unknown;
  /**
   * The mark for the result of a call that the template does not determine.
   *
   * @param parts - What the call is made of, each resolved as far as it can be.
   */
  open(call: IntrinsicCall, parts: readonly unknown[]): string;
}

/**
 * A member of an object that has it itself. Names come from templates, so one may be a name that every object of
 * JavaScript has, such as `constructor`.
 */
export function ownMember(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A section of a template, such as `Parameters`; empty if there is none. */
export function section(template: unknown, name: string): Record<string, unknown> {
  const value = ownMember(template, name);
  return isObject(value) ? value : {};
}

/** A function and what it is about, in few words: `Ref Subject`. */
export function describeCall({ name, argument }: IntrinsicCall): string {
  if (name === "Fn::Resolve") {
    return String(argument);
  }
  const parts: unknown[] = name === "Fn::GetAtt" ? [argument].flat() : [argument].flat().slice(0, 1);
  return parts.every((part) => typeof part === "string" && !isMark(part))
    ? `${name} ${parts.join(".")}`.trim()
    : name;
}

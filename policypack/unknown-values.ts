import * as policy from "@pulumi/policy";

/**
 * What `@pulumi/policy` exports for values that a preview does not know. Its 1.21.0 has both at run time, but not in
 * its types.
 */
const { UnknownValueError } = policy as unknown as {
  readonly UnknownValueError: abstract new () => Error;
};

/**
 * Whether an error is what the engine's view of a resource throws where a rule reads a value that is not known before
 * the update. The engine shows such an error as advice if the rule lets it pass.
 */
export function isUnknownValueError(error: unknown): error is Error {
  return error instanceof UnknownValueError;
}

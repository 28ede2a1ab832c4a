/** Calls a resource rule with the view of a resource that the engine's server gives it. */
import * as policy from "@pulumi/policy";
import type { PolicyResourceOptions, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";

/** Exported at run time by `@pulumi/policy` 1.21, but missing from its types. */
const { unknownCheckingProxy, UnknownValueError } = policy as unknown as {
  readonly unknownCheckingProxy: <T>(props: T) => T;
  readonly UnknownValueError: abstract new () => Error;
};

/** What the engine puts in the place of a value that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as the engine hands it to a rule. */
export interface TestedResource {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  /** URN of the parent's types, e.g. `<parent type>$`. Default is none. */
  readonly parentTypes?: string;
}

/** What a rule made of a resource. */
export interface Validation {
  readonly violations: readonly string[];
  /** What the engine would show as advice: the rule read a value that is not known yet. */
  readonly advice: string | undefined;
}

/** Runs a rule on a resource. */
export async function validateResource(
  rule: ResourceValidationPolicy,
  { type, name, props, parentTypes = "" }: TestedResource,
  config: object = {},
): Promise<Validation> {
  const violations: string[] = [];
  const validations = [rule.validateResource ?? []].flat();
  try {
    for (const validation of validations) {
      await validation(
        {
          type,
          name,
          props: unknownCheckingProxy(props),
          urn: `urn:pulumi:test::project::${parentTypes}${type}::${name}`,
          opts: {} as PolicyResourceOptions,
          stackTags: new Map(),
          isType: () => false,
          asType: () => undefined,
          getConfig: (() => config) as ResourceValidationArgs["getConfig"],
          notApplicable: (reason) => {
            throw new Error(reason);
          },
        },
        (message) => violations.push(message),
      );
    }
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return { violations, advice: error.message };
    }
    throw error;
  }
  return { violations, advice: undefined };
}

import { isMark, isObject } from "../trust";

/**
 * The trust policy in the desired state of a Cloud Control resource, if that is an IAM role.
 *
 * @param typeName - The resource's CloudFormation type.
 * @param desiredState - Its properties, as JSON text.
 * @returns `undefined` for another type of resource.
 */
export function resourcePolicy(
  typeName: unknown,
  desiredState: unknown,
): { readonly document: unknown } | undefined {
  if (typeof typeName === "string" && typeName !== "AWS::IAM::Role") {
    return undefined;
  }
  if (typeof desiredState !== "string" || isMark(desiredState)) {
    return { document: isObject(desiredState) ? desiredState.AssumeRolePolicyDocument : desiredState };
  }
  try {
    const properties = JSON.parse(desiredState) as unknown;
    return { document: isObject(properties) ? properties.AssumeRolePolicyDocument : undefined };
  } catch {
    return { document: undefined };
  }
}

import { isMark, isObject, repeatedMemberPath, unknownMark } from "../trust";
import { jsonNodes } from "./positions/json-nodes";

const POLICY = "AssumeRolePolicyDocument";

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
    return { document: isObject(desiredState) ? desiredState[POLICY] : desiredState };
  }
  try {
    const properties = JSON.parse(desiredState) as unknown;
    const document = isObject(properties) ? properties[POLICY] : undefined;
    const repeated = repeatedMemberPath(desiredState, properties);
    return {
      document: repeated === undefined ? document : repeatedPolicy(desiredState, String(repeated.at(-1))),
    };
  } catch {
    return { document: undefined };
  }
}

/**
 * The trust policy as it is written in a desired state that has a member twice: the judge rejects a policy with one, if
 * it sees the text. If the member may be outside of the policy, it is not known which of the two counts.
 */
function repeatedPolicy(desiredState: string, name: string): unknown {
  const [policy, ...others] = (jsonNodes(desiredState).members ?? []).filter(
    (member) => member.name === POLICY,
  );
  const text =
    policy === undefined || others.length > 0 ? "" : desiredState.slice(policy.node.start, policy.node.end);
  const isWithin = text.startsWith("{") && repeatedMemberPath(text, JSON.parse(text)) !== undefined;
  return isWithin ? text : unknownMark(`which of two members ${JSON.stringify(name)} in desiredState counts`);
}

import { ELSEWHERE, GAPS } from "../messages";
import { isMark, isObject, unknownMark } from "../trust";
import { groupOverrides, parametersOf } from "./cloudformation/stack-parameters";
import { findInStackSet, findInText } from "./cloudformation/template-policies";
import { type DesiredState, desiredState, isStackType } from "./desired-state";
import type { FoundPolicies, FoundPolicy } from "./policy-source";
import { jsonNodes } from "./positions/json-nodes";
import { type RoleShape, roleShapes } from "./role-shapes";

/** The resource in which policies are found: what each of them has in common. Its path leads to the properties. */
export type ResourceInFile = Pick<
  FoundPolicy,
  "role" | "kind" | "path" | "account" | "arn" | "urn" | "doubt"
>;

const NOTHING: FoundPolicies = { documents: [], notSeen: [] };

/**
 * Finds the trust policies in the desired state of a Cloud Control resource.
 *
 * @param resource - Its path leads to the desired state.
 * @param typeName - The resource's CloudFormation type, or a mark.
 * @param state - Its properties as JSON text or as an object, or a mark.
 */
export function findInDesiredState(
  resource: ResourceInFile,
  typeName: unknown,
  state: unknown,
): FoundPolicies {
  const read = desiredState(typeName, state);
  const policy = (document: unknown): FoundPolicies => ({
    documents: [{ ...resource, document, embedded: typeof state !== "object" }],
    notSeen: [],
  });
  switch (read.holds) {
    case "nothing":
      return NOTHING;
    case "unknown":
      return policy(state);
    case "unread":
      // The judge says what is wrong with a string.
      return policy(typeof state === "string" ? policyText(state) : undefined);
    case "properties":
      return findInProperties(resource, read, policy);
  }
}

function findInProperties(
  resource: ResourceInFile,
  { type, properties }: Extract<DesiredState, { holds: "properties" }>,
  policy: (document: unknown) => FoundPolicies,
): FoundPolicies {
  if (type === "AWS::IAM::Role") {
    return policy(properties.AssumeRolePolicyDocument);
  }
  if (!isStackType(type)) {
    return findByShape(resource, type === "" || isMark(type) ? resource.kind : type, properties);
  }
  const { TemplateBody: body, StackInstancesGroup: groups } = properties;
  const { role, path } = resource;
  const parameters = parametersOf(properties.Parameters ?? {});
  const found =
    type === "AWS::CloudFormation::Stack"
      ? findInText(body, role, path, typeof parameters === "string" ? undefined : parameters)
      : findInStackSet(body, role, path, parameters, groupOverrides(groups));
  return withUrn(found, resource);
}

/** The trust policy in a desired state that cannot be read, so that the judge names what is wrong in it; else all of it. */
function policyText(state: string): string {
  try {
    const found = jsonNodes(state).members?.filter(({ name }) => name === "AssumeRolePolicyDocument") ?? [];
    const [only] = found;
    return only !== undefined && found.length === 1 ? state.slice(only.node.start, only.node.end) : state;
  } catch {
    return state;
  }
}

/** Finds trust policies in a resource of any type by the shape of its properties. */
export function findByShape(
  resource: ResourceInFile,
  type: string,
  properties: Readonly<Record<string, unknown>>,
): FoundPolicies {
  const shapes = roleShapes(type, properties);
  const found = shapes.map((shape) => findInShape(resource, shape, shapes.length > 1));
  return {
    documents: found.flatMap(({ documents }) => documents),
    notSeen: found.flatMap(({ notSeen }) => notSeen),
    providers: found.flatMap(({ providers = [] }) => providers),
  };
}

function findInShape(resource: ResourceInFile, shape: RoleShape, isOneOfSeveral: boolean): FoundPolicies {
  const path = [...resource.path, ...shape.path];
  const role = isOneOfSeveral && shape.place !== "" ? `${resource.role} ${shape.place}` : resource.role;
  const own = { ...resource, role, path };
  switch (shape.holds) {
    case "policy": {
      const embedded = shape.inText || typeof shape.document !== "object";
      return { documents: [{ ...own, document: shape.document, embedded }], notSeen: [] };
    }
    case "template": {
      const parameters = isObject(shape.parameters) ? shape.parameters : undefined;
      return withUrn(findInText(shape.body, role, path, parameters), resource);
    }
    case "elsewhere":
      return { documents: [], notSeen: [GAPS.elsewhere(role, ELSEWHERE[shape.of]())] };
    case "unread":
      return { documents: [{ ...own, document: unknownMark(shape.what), embedded: false }], notSeen: [] };
  }
}

function withUrn(found: FoundPolicies, { urn }: ResourceInFile): FoundPolicies {
  return { ...found, documents: found.documents.map((document): FoundPolicy => ({ ...document, urn })) };
}

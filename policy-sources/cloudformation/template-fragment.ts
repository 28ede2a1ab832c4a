import { isObject } from "../../trust";
import type { FoundPolicies, PolicySource } from "../policy-source";
import { findInTemplate, isResource, isTemplate } from "./template-policies";

/** Resources of a CloudFormation template without the template around them, or one resource by itself. */
export const cloudFormationFragment: PolicySource = {
  code: "cloudformation-fragment",
  name: "resources of a CloudFormation template",
  yaml: true,
  recognizes: (value) =>
    isObject(value) && !isTemplate(value) && (isResource(value) || hasOnlyResources(Object.values(value))),
  find: (value) => {
    const fragment = isObject(value) ? value : {};
    return isResource(fragment)
      ? within(findInTemplate({ Resources: { resource: fragment } }), 2)
      : within(findInTemplate({ Resources: fragment }), 1);
  },
};

function hasOnlyResources(members: readonly unknown[]): boolean {
  return members.length > 0 && members.every(isResource);
}

/** What was found, with its paths from the fragment on. */
function within(found: FoundPolicies, steps: number): FoundPolicies {
  return {
    ...found,
    documents: found.documents.map((document) => ({ ...document, path: document.path.slice(steps) })),
  };
}

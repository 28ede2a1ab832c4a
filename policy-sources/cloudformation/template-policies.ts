import { isObject, unknownMark } from "../../trust";
import { foundPolicies, viewOfFile } from "../found-in-resource";
import { heldInContent, walkFrom } from "../held-in-resource";
import type { FoundPolicies, PolicySource } from "../policy-source";
import { ownMember } from "./template-view";

/** A CloudFormation template, as JSON or YAML. */
export const cloudFormation: PolicySource = {
  code: "cloudformation-template",
  name: "a CloudFormation template",
  yaml: true,
  recognizes: isTemplate,
  find: (value) => findInTemplate(isObject(value) ? value : {}),
};

/** Whether a value looks like a template. */
export function isTemplate(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    isObject(value.Resources) &&
    (Object.hasOwn(value, "AWSTemplateFormatVersion") ||
      Object.hasOwn(value, "Transform") ||
      Object.entries(value.Resources).some(([name, item]) => isResource(item) || name.startsWith("Fn::")))
  );
}

/** Whether a value looks like a resource of a template. */
export function isResource(value: unknown): value is Record<string, unknown> {
  const type = ownMember(value, "Type");
  return typeof type === "string" && /^\w+::\w+/.test(type);
}

/** The parameters of a template that is a file of its own. */
const NOTHING_KNOWN = unknownMark("parameters that a stack sets");

/** Finds the trust policies of a template's roles, and of the stacks with a template in them. */
export function findInTemplate(template: Record<string, unknown>): FoundPolicies {
  return foundPolicies(heldInContent(template, NOTHING_KNOWN, walkFrom([], "", viewOfFile)));
}

import { isObject, unknownMark } from "../../trust";
import { fileView } from "../cloudformation/file-view";
import { callIn, TemplateValues } from "../cloudformation/template-values";
import { markPlaceholders } from "../placeholders";

/**
 * A policy that somebody wrote down and that is filled in elsewhere, with marks for its placeholders. A piece of a
 * CloudFormation template has calls of functions, which can be told as far as they need no template.
 */
export function asWritten(policy: unknown): unknown {
  if (hasMerge(policy)) {
    return unknownMark("a YAML merge key");
  }
  return markPlaceholders(hasCall(policy) ? new TemplateValues({}, fileView()).resolve(policy) : policy);
}

function hasCall(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(hasCall)
    : isObject(value) && (callIn(value) !== undefined || Object.values(value).some(hasCall));
}

/** Whether an object takes in another one by YAML's merge key, which is not followed. */
function hasMerge(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(hasMerge)
    : isObject(value) && ("<<" in value || Object.values(value).some(hasMerge));
}

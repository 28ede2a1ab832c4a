import { unknownMark } from "../../trust";
import { fileView } from "../cloudformation/file-view";
import { TemplateValues } from "../cloudformation/template-values";
import { markPlaceholders } from "../placeholders";

/**
 * A policy that somebody wrote down and that is filled in elsewhere, with marks for its placeholders. A piece of a
 * CloudFormation template has calls of functions, which are resolved as far as they need no template.
 */
export function asWritten(policy: unknown): unknown {
  const names = namesIn(policy, { hasMerge: false, hasCall: false });
  if (names.hasMerge) {
    return unknownMark("a YAML merge key");
  }
  return markPlaceholders(names.hasCall ? new TemplateValues({}, fileView()).resolve(policy) : policy);
}

/** What the names of a policy's members show. */
interface Names {
  /** Whether an object takes in another one by YAML's merge key, which is not followed. */
  hasMerge: boolean;
  /** Whether an object may be a call of a function. */
  hasCall: boolean;
}

/** Looks at all names in one walk: a list can have thousands of policies. */
function namesIn(value: unknown, names: Names): Names {
  if (typeof value !== "object" || value === null) {
    return names;
  }
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value)) {
    if (!isList) {
      names.hasMerge ||= name === "<<";
      names.hasCall ||= name === "Ref" || name.startsWith("Fn::");
    }
    namesIn(member, names);
  }
  return names;
}

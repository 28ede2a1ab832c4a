import { isObject } from "../trust";
import { asWritten } from "./bare-policies/as-written";
import { foundPolicies, viewOfFile } from "./found-in-resource";
import { heldInShapes, walkFrom } from "./held-in-resource";
import type { FoundPolicies, FoundPolicy, PolicySource } from "./policy-source";
import { withoutUrlEncoding } from "./url-encoded";
import { wholePolicies } from "./whole-policies";

/**
 * Anything else with whole trust policies in it: a playbook, the settings of another tool. They are in members of the usual
 * names, or, if they are about web identities, in any member.
 */
export const shapedRoles: PolicySource = {
  code: "role-shapes",
  name: "a file with trust policies in it",
  yaml: true,
  recognizes: (value) => findPolicies(value).documents.length > 0,
  find: findPolicies,
};

function findPolicies(value: unknown): FoundPolicies {
  if (typeof value !== "object" || value === null || isConstructTree(value)) {
    return { documents: [], notSeen: [] };
  }
  const found = foundPolicies(
    heldInShapes("", { file: value }, walkFrom(["role"], "trust-policy", viewOfFile)),
    {},
  );
  const named = found.documents
    .map(({ document, ...place }) => ({ ...place, document: withoutUrlEncoding(document) }))
    .filter(({ document }) => isPolicy(document))
    .map((document) => ({
      ...document,
      role: document.role.replace(/(?<=^role )file\./, ""),
      // What holds a template has a name that begins with a word. Its path says more.
      id: [...document.path.slice(1), ...(document.id ?? []).slice(1)],
      place: undefined,
      path: document.path.slice(1),
      document: asWritten(document.document),
    }));
  return { ...found, documents: [...named, ...wholePolicies(value, new Set(named.map(placeOf)))] };
}

function placeOf({ path }: Pick<FoundPolicy, "path">): string {
  return path.join("/");
}

/** Whether a value is a policy. A member of this name can also describe what belongs there. */
function isPolicy(document: unknown): boolean {
  if (typeof document !== "string") {
    return isObject(document) && Object.keys(document).some((name) => name.toLowerCase() === "statement");
  }
  try {
    return isPolicy(JSON.parse(document) as object);
  } catch {
    return false;
  }
}

/** The tree of an app of the AWS CDK, which repeats what its templates have. Source: AWS CDK, "tree.json" (observed). */
function isConstructTree(value: object): boolean {
  return isObject(value) && typeof value.version === "string" && value.version.startsWith("tree-");
}

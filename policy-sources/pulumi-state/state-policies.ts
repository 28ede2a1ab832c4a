import { isObject } from "../../trust";
import { accountOf } from "../iam-api/account-of";
import { findInText } from "../cloudformation/template-policies";
import type { FoundPolicies, PolicySource, FoundPolicy } from "../policy-source";
import { knownValue } from "./state-values";
import { resourcePolicy } from "../resource-policy";

/** Properties with a trust policy or a template, by the type tokens of Pulumi's providers. */
const TYPES: Readonly<
  Record<string, { readonly holds: "policy" | "template" | "desired state"; readonly property: string }>
> = {
  "aws:iam/role:Role": { holds: "policy", property: "assumeRolePolicy" },
  "aws-native:iam:Role": { holds: "policy", property: "assumeRolePolicyDocument" },
  "aws:cloudcontrol/resource:Resource": { holds: "desired state", property: "desiredState" },
  "aws-native:index:ExtensionResource": { holds: "desired state", property: "properties" },
  "aws:cloudformation/stack:Stack": { holds: "template", property: "templateBody" },
  "aws:cloudformation/stackSet:StackSet": { holds: "template", property: "templateBody" },
  "aws-native:cloudformation:Stack": { holds: "template", property: "templateBody" },
  "aws-native:cloudformation:StackSet": { holds: "template", property: "templateBody" },
};

/** What `pulumi stack export` writes: a stack's state. */
export const pulumiState: PolicySource = {
  name: "a Pulumi stack's state",
  recognises: (value) => isObject(value) && isObject(value.deployment),
  find: (value) => {
    const { deployment } = value as { readonly deployment: Record<string, unknown> };
    const found = [
      ...entries(
        deployment.resources,
        (index) => ["deployment", "resources", index],
        (entry) => entry,
      ),
      ...entries(
        deployment.pending_operations,
        (index) => ["deployment", "pending_operations", index, "resource"],
        (entry) => (isObject(entry) ? entry.resource : undefined),
      ),
    ].map(([path, resource]) => readResource(path, resource));
    return {
      documents: found.flatMap(({ documents }) => documents),
      notSeen: found.flatMap(({ notSeen }) => notSeen),
    };
  },
};

function entries(
  list: unknown,
  pathOf: (index: number) => (string | number)[],
  resourceOf: (entry: unknown) => unknown,
): [path: (string | number)[], resource: unknown][] {
  return Array.isArray(list) ? list.map((entry, index) => [pathOf(index), resourceOf(entry)]) : [];
}

function readResource(path: readonly (string | number)[], resource: unknown): FoundPolicies {
  const nothing: FoundPolicies = { documents: [], notSeen: [] };
  if (!isObject(resource) || typeof resource.type !== "string" || !Object.hasOwn(TYPES, resource.type)) {
    return nothing;
  }
  const { holds, property } = TYPES[resource.type] ?? { holds: "policy", property: "" };
  const urn = typeof resource.urn === "string" ? resource.urn : undefined;
  const role = urn?.split("::").at(-1) ?? "(a resource without a URN)";
  // What the provider says is there counts; what the program asked for only until the provider has answered.
  const side = isObject(resource.outputs) && property in resource.outputs ? "outputs" : "inputs";
  const properties = isObject(resource[side]) ? resource[side] : {};
  const value = knownValue(properties[property]);
  const place = [...path, side, property];
  if (holds === "template") {
    const given = knownValue(properties.parameters);
    const { documents, notSeen } = findInText(value, role, place, isObject(given) ? given : {});
    return { documents: documents.map((document): FoundPolicy => ({ ...document, urn })), notSeen };
  }
  const policy =
    holds === "policy" ? { document: value } : resourcePolicy(properties.typeName ?? properties.type, value);
  const embedded = typeof value === "string" || typeof properties[property] !== "object";
  return policy === undefined
    ? nothing
    : {
        documents: [
          {
            role,
            kind: resource.type,
            ...policy,
            path: place,
            embedded,
            account: accountOf(properties.arn),
            urn,
          },
        ],
        notSeen: [],
      };
}

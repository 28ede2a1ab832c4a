import { stringify } from "yaml";
import type { Target } from "../target";
import { UNSOUND, type Wrapped, wrappedPolicies } from "../wrapped-policies";

type Json = Record<string, unknown>;

const ANCHORS = {
  leads: ["Resources", "Role0", "Role1", "Role2", "Type", "Properties"],
  // What the functions in the policies go by.
  sealed: ["AssumeRolePolicyDocument", "Parameters", "Conditions"],
};

/** Templates with a role for each policy. Functions and parameters replace some strings. */
const target = (name: string, language: string, write?: (file: unknown) => string): Target => ({
  name,
  feeds: `CloudFormation templates in ${language}, with functions and parameters, to \`judge\``,
  unsound: UNSOUND,
  runs: 250,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(wrappedPolicies({ ...ANCHORS, wrap, ...(write === undefined ? {} : { write }) })),
});

export const cloudFormationJson: Target = target("cloudformation-json", "JSON");
export const cloudFormationYaml: Target = target("cloudformation-yaml", "YAML", (file) =>
  stringify(file, { aliasDuplicateObjects: false }),
);

/** A template with a role for each of the documents. */
export function templateOf(documents: readonly unknown[]): Json {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Parameters: { P: { Type: "String", Default: "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e" } },
    Conditions: {
      C: { "Fn::Equals": [{ Ref: "P" }, "x"] },
      Always: { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] },
    },
    Resources: Object.fromEntries(
      documents.map((document, index) => [
        `Role${index}`,
        { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } },
      ]),
    ),
  };
}

function wrap(wrapped: readonly Wrapped[]): Json {
  return templateOf(wrapped.map((one, index) => documentOf(one, wrapped[index + 1] ?? one)));
}

/** The forms that a policy has in a template: plain, strings joined, the subject as a parameter, one of two, or chosen. */
function documentOf({ policy, way }: Wrapped, other: Wrapped): unknown {
  switch (way % 6) {
    case 1:
      return overValues(policy, (text) => ({ "Fn::Join": ["", [text.slice(0, 4), text.slice(4)]] }));
    case 2:
      return overValues(policy, (text) => (text.length === 36 ? { Ref: "P" } : text));
    case 3:
      return { "Fn::If": ["C", policy, other.policy] };
    case 4:
      return overValues(policy, (text) => (text.includes("$") ? text : { "Fn::Sub": text }));
    case 5:
      return { "Fn::If": ["Always", policy, { "Fn::If": ["C", other.policy, {}] }] };
    default:
      return policy;
  }
}

/** A policy with each text replaced that is a value, at any depth. */
function overValues(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === "string") {
    return value === "2012-10-17" || value === "2008-10-17" || value.length < 6 ? value : replace(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => overValues(item, replace));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, overValues(item, replace)]))
    : value;
}

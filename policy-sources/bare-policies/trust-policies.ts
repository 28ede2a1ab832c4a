import { isObject } from "../../trust";
import type { FoundPolicy, PolicySource } from "../policy-source";
import { asWritten } from "./as-written";

const KIND = "trust-policy";

/** One trust policy by itself, as `--assume-role-policy-document` takes it: an object, or a string with JSON. */
export const trustPolicy: PolicySource = {
  code: "trust-policy",
  name: "a trust policy",
  yaml: true,
  recognizes: (value) => isPolicy(value) || isPolicyText(value),
  find: (value) => ({ documents: [policyOf("trust policy", value, [])], notSeen: [] }),
};

/** A list of trust policies, as objects or as strings. One policy in a list is enough to recognize it. */
export const trustPolicies: PolicySource = {
  code: "trust-policy-list",
  name: "a list of trust policies",
  yaml: true,
  recognizes: (value) => Array.isArray(value) && value.some((item) => isPolicy(item) || isPolicyText(item)),
  find: (value) => ({
    documents: (value as readonly unknown[]).map((document, index) =>
      policyOf(`trust policy ${index}`, document, [index]),
    ),
    notSeen: [],
  }),
};

function policyOf(role: string, document: unknown, path: FoundPolicy["path"]): FoundPolicy {
  const embedded = typeof document === "string";
  return { role, id: path, kind: KIND, document: asWritten(document), path, embedded };
}

function isPolicy(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((name) => name.toLowerCase() === "statement");
}

function isPolicyText(value: unknown): boolean {
  return typeof value === "string" && /^\s*\{[^]*"statement"/i.test(value);
}

import { isObject } from "../trust";
import type { PolicySource } from "./policy-source";

const KIND = "trust-policy";

/** One trust policy by itself, as `--assume-role-policy-document` takes it. */
export const trustPolicy: PolicySource = {
  code: "trust-policy",
  name: "a trust policy",
  recognizes: isPolicy,
  find: (value) => ({
    documents: [{ role: "trust policy", kind: KIND, document: value, path: [], embedded: false }],
    notSeen: [],
  }),
};

/** A list of trust policies, as objects or as texts. A list with one policy in it is taken for one. */
export const trustPolicies: PolicySource = {
  code: "trust-policy-list",
  name: "a list of trust policies",
  recognizes: (value) => Array.isArray(value) && value.some((item) => isPolicy(item) || isPolicyText(item)),
  find: (value) => ({
    documents: (value as readonly unknown[]).map((document, index) => ({
      role: `trust policy ${index}`,
      kind: KIND,
      document,
      path: [index],
      embedded: typeof document === "string",
    })),
    notSeen: [],
  }),
};

function isPolicy(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((name) => name.toLowerCase() === "statement");
}

function isPolicyText(value: unknown): boolean {
  return typeof value === "string" && /^\s*\{[^]*"statement"/i.test(value);
}

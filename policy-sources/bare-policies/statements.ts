import { isObject } from "../../trust";
import type { PolicySource } from "../policy-source";
import { asWritten } from "./as-written";

/** Statements of a trust policy without the policy around them: one, or a list. They are judged as one policy. */
export const trustStatements: PolicySource = {
  code: "trust-statements",
  name: "statements of a trust policy",
  yaml: true,
  recognizes: (value) => isStatement(value) || (Array.isArray(value) && value.some(isStatement)),
  find: (value) => ({
    documents: [
      {
        role: "statements",
        id: [],
        kind: "trust-policy",
        // Only this version has policy variables: those can open a policy that would be closed without.
        document: asWritten({ Version: "2012-10-17", Statement: value }),
        path: [],
        around: ["Statement"],
        embedded: false,
      },
    ],
    notSeen: [],
  }),
};

function isStatement(value: unknown): boolean {
  return (
    isObject(value) &&
    "Effect" in value &&
    ["Principal", "Action", "NotAction"].some((name) => name in value) &&
    !Object.keys(value).some((name) => name.toLowerCase() === "statement")
  );
}

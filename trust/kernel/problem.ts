import type { Reach } from "./reach";

/**
 * A problem of a value. It stays data until it is printed, so no code has to take a sentence apart.
 */
export interface Problem {
  /** Where it is, as Pulumi writes property paths, such as `workloads.app.subject`; empty for the value as a whole. */
  readonly path: string;
  /** What is wrong and what is allowed. Continues "path: ", in lower case, without `given`. */
  readonly reason: string;
  /** What was given, if the reason does not say it: a value, or the name that is wrong. It may be secret. */
  readonly given?: unknown;
}

/** The path from a policy to a part of it: names of members, and positions in lists from 0. */
export type PolicyPath = readonly (string | number)[];

/** A problem with the form of a policy. docs/reference/command-line.md explains each. */
export type PolicyProblemCode =
  | "policy-unreadable"
  | "policy-not-json"
  | "policy-not-an-object"
  | "member-repeated"
  | "member-unknown"
  | "version-invalid"
  | "statement-missing"
  | "statement-not-an-object"
  | "sid-invalid"
  | "effect-invalid"
  | "action-invalid"
  | "principal-invalid"
  | "condition-not-an-object"
  | "condition-operator-unknown"
  | "condition-key-repeated"
  | "condition-value-invalid";

/** Something in a policy that IAM refuses, or that IAM may read in several ways. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  /** Position of the statement, from 0; `undefined` if it is about the document. */
  readonly statement: number | undefined;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** Where it is in the policy. */
  readonly path: PolicyPath;
  /** What the policy has. */
  readonly found: string;
  /** What would be right. */
  readonly right: string;
  /** Who can assume the role because of it. As a rule nobody, because IAM refuses the policy. */
  readonly reach: Reach;
}

/** Makes a {@link PolicyProblem}. */
export function problem(
  code: PolicyProblemCode,
  found: string,
  right: string,
  { statement, sid, path = [], reach = "nobody" }: Partial<PolicyProblem> = {},
): PolicyProblem {
  return { code, statement, sid, path, found, right, reach };
}

/** Reports something that IAM refuses in a statement: what was found, what is expected, and its path in the statement. */
export type Refuse = (code: PolicyProblemCode, found: string, right: string, path: PolicyPath) => void;

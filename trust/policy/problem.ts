import type { Reach } from "../kernel/reach";

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
  /** The value that is refused, unless the path names it. */
  readonly given: unknown;
  /** Which problem of several with one code: two members that exclude each other, an unknown kind of principal, or a list without names. */
  readonly which: "both" | "kind" | "nobody" | undefined;
  /** Who can assume the role because of it. As a rule nobody, because IAM refuses the policy. */
  readonly reach: Reach;
}

/** Makes a {@link PolicyProblem}. */
export function problem(
  code: PolicyProblemCode,
  { statement, sid, path = [], given, which, reach = "nobody" }: Partial<PolicyProblem> = {},
): PolicyProblem {
  return { code, statement, sid, path, given, which, reach };
}

/** Reports something that IAM refuses in a statement, with its path in the statement. */
export type Refuse = (
  code: PolicyProblemCode,
  path: PolicyPath,
  given?: unknown,
  which?: PolicyProblem["which"],
) => void;

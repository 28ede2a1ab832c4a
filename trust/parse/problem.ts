/** The way from a policy to a part of it: names of members, and positions in lists from 0. */
export type PolicyPath = readonly (string | number)[];

/** What comes of a finding if the policy is used as it is written. */
export type TrustEffect = "anyone could get in" | "nobody can, as written";

/** Something in a policy that IAM does not take, or of which it is not certain how IAM would take it. */
export interface Problem {
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
  /** What comes of it: as a rule nobody gets in, since IAM refuses the policy. */
  readonly effect: TrustEffect;
}

/** Makes a {@link Problem}. */
export function problem(
  found: string,
  right: string,
  { statement, sid, path = [], effect = "nobody can, as written" }: Partial<Problem> = {},
): Problem {
  return { statement, sid, path, found, right, effect };
}

/**
 * Takes what was found in a statement, what would be right, and the way from the statement to it, where IAM would not
 * take it.
 */
export type Refuse = (found: string, right: string, path: PolicyPath) => void;

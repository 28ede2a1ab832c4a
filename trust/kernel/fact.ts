import type { Condition } from "../policy/conditions";
import type { PolicyProblemCode } from "../policy/problem";
import type { Demands } from "./provider-demands";
import type { Reach } from "./reach";

/** The code of a finding, which stays the same if the wording changes. docs/reference/command-line.md explains each. */
export type TrustFindingCode =
  | PolicyProblemCode
  | "provider-not-named"
  | "claim-not-pinned"
  | "subject-binds-no-workload"
  | "claim-value-is-placeholder"
  | "claim-value-impossible"
  | "claim-value-literal"
  | "claim-has-several-values"
  | "application-not-pinned"
  | "audience-not-a-client-id"
  | "audience-held-by-others"
  | "audience-never-issued"
  | "provider-name-differs"
  | "provider-of-another-account"
  | "condition-key-unfilled"
  | "condition-key-foreign"
  | "condition-key-without-effect"
  | "role-not-authorized-by-issuer"
  | "claim-stands-in"
  | "subject-never-issued";

/** One of the two claims that must be pinned. */
export type Claim = "audience" | "subject";

/** Something that is wrong with a statement, or worth a note. What to say of it is worked out from it, and never the other way round. */
export interface Fact {
  readonly code: TrustFindingCode;
  /** A violation makes the verdict "rejected"; a note does not. */
  readonly severity: "violation" | "note";
  /** Who can assume the role because of it. `undefined` if it neither opens nor closes the role. */
  readonly reach: Reach | undefined;
  /** The claim, the values, or the condition that it is about. */
  readonly claim?: Claim;
  readonly values?: readonly string[];
  readonly condition?: Condition;
  /** The values with which nothing is wrong. */
  readonly right?: readonly string[];
  /** Why the role is open. */
  readonly open?: OpenRole;
}

/** Who can assume a role of which a claim is not pinned, and why. */
export interface OpenRole {
  readonly reach: Reach;
  /**
   * - `"unfilled"`: AWS does not fill a key that the conditions demand.
   * - `"caller"`: only one caller, but with a token that is not for this role.
   * - `"if-present"`: only one caller, since STS lets no token without a subject in.
   * - `"refused-caller"`: only one caller, by conditions that IAM takes no more.
   * - `"owner"`: all of one owner, by another claim than the subject.
   * - `"unbound-of-owner"`, `"unbound"`: all callers whose exact subject is one that names no workload.
   * - `"pattern"`: all callers whose subject is like a pattern.
   * - `"crowd"`: everyone who can get a token.
   */
  readonly why:
    | "unfilled"
    | "caller"
    | "if-present"
    | "refused-caller"
    | "owner"
    | "unbound-of-owner"
    | "unbound"
    | "pattern"
    | "crowd";
  /** The demands, with the subject by operators that are true without it as well. */
  readonly demands: Demands;
  /** Whether IAM refuses to create such a role, or to update an older one. */
  readonly isRefusedByIam: boolean;
}

/** Makes a fact that closes the role. */
export function closing(code: TrustFindingCode, about: Partial<Fact> = {}): Fact {
  return { code, severity: "violation", reach: "nobody", ...about };
}

/** Makes a note. */
export function note(code: TrustFindingCode, about: Partial<Fact> = {}): Fact {
  return { code, severity: "note", reach: undefined, ...about };
}

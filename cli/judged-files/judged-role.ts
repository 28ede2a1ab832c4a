/** The result of judge for one role and its findings, from which its reports are written. */
import type { FoundPolicy, Lines, TextRange } from "../../policy-sources";
import type { AcceptedFinding } from "../../policypack/configuration";
import type { FixLanguage, PartialVerdict, Reach, RoleReach, TrustFinding } from "../../trust";

/** A finding with its place. */
export interface PlacedFinding {
  readonly finding: TrustFinding;
  /** Where it is in the file. */
  readonly range: TextRange;
  /** Where it is in the role's own text, which {@link JudgedRole.text} holds. Same as `range` if that is the file. */
  readonly own: TextRange;
  /** The fingerprints by which it can be accepted, its own first. Hashed when they are read. */
  readonly fingerprints: () => readonly [string, ...string[]];
  /** Who accepts it, until when, and why; `undefined` if nobody does. */
  readonly accepted?: AcceptedFinding | undefined;
  /** The language of its remedy: the one in which the policy is written. */
  readonly language: FixLanguage;
  /** What identifies it among the findings on the role, for fingerprints: JSON values that are data, without secrets. */
  readonly identity: () => readonly unknown[];
  /** Sentences that follow its fix: what the reader fills in, and where a value is from. Its remedy has them too. */
  readonly hints: readonly string[];
}

/** A role before the findings of its file have fingerprints. */
export interface UnidentifiedRole extends Omit<JudgedRole, "findings"> {
  readonly findings: readonly Omit<PlacedFinding, "fingerprints">[];
}

/** One role of a file and what is said of it. */
export interface JudgedRole {
  readonly document: FoundPolicy;
  /** What identifies the role, for fingerprints: JSON values that are data, without secrets. */
  readonly identity: readonly unknown[];
  /** Its name in IAM, if the file shows it and it is no secret. */
  readonly roleName: string | undefined;
  readonly judgment: PartialVerdict;
  /** The judgment's verdict, or `"tolerated"` for a rejected role of which every violation is accepted. */
  readonly verdict: PartialVerdict["verdict"] | "tolerated";
  /** Who can assume it: the widest of its ways in; `undefined` if that is not known, or no OpenID Connect identity can. */
  readonly reach: RoleReach | undefined;
  /** The worst reach of its violations that nobody accepts; `undefined` if there are none. */
  readonly worst: Reach | undefined;
  /** Where its trust policy is in the file. */
  readonly range: TextRange;
  /** The text that findings point into: the file, or the policy alone if the file holds it in a string. */
  readonly text: string;
  readonly lines: Lines;
  readonly findings: readonly PlacedFinding[];
  /** What the verdict assumes, to be read after "assumes". Values that someone else can set, such as a variable's default. */
  readonly assumptions?: readonly string[];
}

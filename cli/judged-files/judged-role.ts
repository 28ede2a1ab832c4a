import type { FoundPolicy, Lines, TextRange } from "../../policy-sources";
import type { FixLanguage, PartialVerdict, Reach, RoleReach, TrustFinding } from "../../trust";

/** A finding with its place. */
export interface PlacedFinding {
  readonly finding: TrustFinding;
  /** Where it is in the file. */
  readonly range: TextRange;
  /** Where it is in the role's own text, which {@link JudgedRole.text} holds. Same as `range` if that is the file. */
  readonly own: TextRange;
  /** Whether it is a violation that a baseline knows. */
  readonly known: boolean;
  /** The language of its remedy: the one in which the policy is written. */
  readonly language: FixLanguage;
  /** What identifies it among the findings on the role, for fingerprints: JSON values that are data, without secrets. */
  readonly identity: () => readonly unknown[];
  /** Sentences that follow its fix: what the reader fills in, and where a value is from. Its remedy has them too. */
  readonly hints: readonly string[];
}

/** One role of a file and what is said of it. */
export interface JudgedRole {
  readonly document: FoundPolicy;
  /** What identifies the role, for fingerprints: JSON values that are data, without secrets. */
  readonly identity: readonly unknown[];
  readonly judgment: PartialVerdict;
  /** The judgment's verdict, or `"known"` for a rejected role of which a baseline knows every violation. */
  readonly verdict: PartialVerdict["verdict"] | "known";
  /** Who can assume it: the widest of its ways in; `undefined` if that is not known, or no OpenID Connect identity can. */
  readonly reach: RoleReach | undefined;
  /** The worst reach of its violations that no baseline knows; `undefined` if there are none. */
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

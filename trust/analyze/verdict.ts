import type { PolicyPath, PolicyProblemCode, TrustEffect } from "../parse/problem";

/** The rule that a finding belongs to. The policy pack has rules of the same names. */
export type TrustRule =
  | "oidc-trust-requires-audience"
  | "oidc-trust-requires-subject"
  | "oidc-trust-names-its-issuer"
  | "trust-policy-is-well-formed";

/** What a finding is about: a code that stays the same if the wording changes. docs/command-line.md explains each. */
export type TrustFindingCode =
  | PolicyProblemCode
  | "provider-not-named"
  | "claim-not-pinned"
  | "claim-value-impossible"
  | "claim-value-literal"
  | "claim-has-several-values"
  | "application-not-pinned"
  | "audience-not-a-client-id"
  | "provider-name-differs"
  | "provider-of-another-account"
  | "condition-key-unfilled"
  | "condition-key-foreign"
  | "condition-key-without-effect";

/** Something that a trust policy should have or should not have. */
export interface TrustFinding {
  /** The rule that found it. */
  readonly rule: TrustRule;
  /** What it is about. */
  readonly code: TrustFindingCode;
  /** A violation makes the verdict `accepted: false`; a note does not. */
  readonly severity: "violation" | "note";
  /** Position of the statement, from 0. `undefined` if it is about the document as a whole. */
  readonly statement: number | undefined;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider, as the principal names it without `arn:…:oidc-provider/`; `"*"` where the statement names none. */
  readonly provider: string | undefined;
  /** The condition key in question, e.g. `sts.windows.net/<tenant ID>/:sub`. */
  readonly key: string | undefined;
  /**
   * Where it is in the policy. Of a way that the policy does not have to its end, the rest is what is missing there:
   * `["Statement", 0, "Condition", "StringEquals", "<key>"]`. Empty for the policy as a whole.
   */
  readonly path: PolicyPath;
  /** What the policy has. */
  readonly found: string;
  /** What would be right. */
  readonly right: string;
  /** What comes of it. `undefined` for a note that neither opens nor closes the role. */
  readonly effect: TrustEffect | undefined;
  /** Who gets in or does not get in by it, in sentences; empty if nothing comes of it. */
  readonly consequence: string;
  /** A sentence that says what JSON to add, or by which to replace what is there, where that is the remedy. */
  readonly remedy: string | undefined;
  /** All of it in plain words: where, what was found, what comes of it, what would be right. */
  readonly message: string;
}

/** What a statement pins a claim to. */
export interface Pin {
  /** `"exact"`: one of `values`. `"patterns"`: bounded by `values`, of which one at least has wildcards. `"nothing"`: open. */
  readonly kind: "nothing" | "patterns" | "exact";
  /** The values or patterns, policy variables' escapes resolved. Empty for `"nothing"`. */
  readonly values: readonly string[];
}

/** Whom one statement lets in through one provider. */
export interface TrustGrant {
  /** Position of the statement, from 0. */
  readonly statement: number;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider's name; `"*"` where the statement names none. */
  readonly provider: string;
  /** What the statement pins the audience to. */
  readonly audience: Pin;
  /** What the statement pins the subject to. */
  readonly subject: Pin;
}

/** What {@link judgeTrustPolicy} says of a trust policy. */
export interface TrustVerdict {
  /** Whether there is no violation among the findings. */
  readonly accepted: boolean;
  /** Violations and notes in the order of the statements. */
  readonly findings: readonly TrustFinding[];
  /** For each statement that an OIDC identity can use, and each provider in it: what it pins. */
  readonly grants: readonly TrustGrant[];
}

/** Patterns of subjects that are accepted for one provider. */
export interface SubjectPatternAllowance {
  /** The provider's name, e.g. `token.actions.githubusercontent.com`. Case does not count. */
  readonly provider: string;
  /** Whether providers below this name (`<provider>/…`) are meant as well. Default is false. */
  readonly andBelow?: boolean;
  /**
   * How the part before the first wildcard must begin. `<…>` stands for one or more characters other than `/`, `:`,
   * `*`, `?` and white space: `repo:<owner>/<name>:` bounds a pattern to one GitHub repository.
   */
  readonly beginning: string;
}

/** What {@link judgeTrustPolicy} can be told. */
export interface JudgeOptions {
  /**
   * Patterns of subjects that are accepted. Default is GitHub Actions', each bounded to one owner and one repository.
   * An empty list accepts exact subjects only.
   */
  readonly subjectPatterns?: readonly SubjectPatternAllowance[];
  /** The role's account (12 digits). If given, a provider of another account is a violation. */
  readonly accountId?: string;
}

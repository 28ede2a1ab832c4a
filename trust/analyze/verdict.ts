import type { MicrosoftService } from "../issuers/microsoft";
import type { PolicyPath, PolicyProblemCode } from "../kernel/problem";
import type { Reach, RoleReach } from "../kernel/reach";

/** The rules that a finding can belong to. The policy pack has rules of the same names. */
export const TRUST_RULES = [
  "oidc-trust-requires-audience",
  "oidc-trust-audience-beside-subject",
  "oidc-trust-requires-subject",
  "oidc-trust-names-its-issuer",
  "trust-policy-is-well-formed",
] as const;

/** One of {@link TRUST_RULES}. */
export type TrustRule = (typeof TRUST_RULES)[number];

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

/** One problem of a trust policy, or a note on it. */
export interface TrustFinding {
  /** The rule that found it. */
  readonly rule: TrustRule;
  /** The code of the finding. */
  readonly code: TrustFindingCode;
  /** A violation makes the verdict `accepted: false`; a note does not. */
  readonly severity: "violation" | "note";
  /** Position of the statement, from 0. `undefined` if it is about the document as a whole. */
  readonly statement: number | undefined;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider, as the principal names it without `arn:…:oidc-provider/`; `"*"` if the statement names none. */
  readonly provider: string | undefined;
  /** The condition key in question, e.g. `sts.windows.net/<tenant ID>/:sub`. */
  readonly key: string | undefined;
  /**
   * Where it is in the policy, such as `["Statement", 0, "Condition", "StringEquals", "<key>"]`. If the policy does not have
   * the end of the path, the end is missing there. Empty for the policy as a whole.
   */
  readonly path: PolicyPath;
  /** What the policy contains, in words. */
  readonly found: string;
  /** What is expected. */
  readonly right: string;
  /**
   * Who can assume the role because of it, whatever the unknown parts are. `undefined` for a note that neither opens nor
   * closes the role.
   */
  readonly reach: Reach | undefined;
  /** Who can assume the role at worst, if the unknown parts allow more than `reach`. */
  readonly possibleReach?: Reach;
  /** The reach as one sentence: who can assume the role, or that nobody can. */
  readonly consequence: string;
  /** Further facts, in sentences. Usually empty. */
  readonly detail: string;
  /** The change to the policy that fixes it, if a change of conditions can. */
  readonly fix: TrustFix | undefined;
  /** The fix as a sentence with JSON to paste. `remedyText` writes it in other languages. */
  readonly remedy: string | undefined;
  /** The finding as text: who can assume the role, what to change and where, what was found, and the fix. Without the code. */
  readonly message: string;
}

/** A change of a statement's conditions. Values that only the reader knows are placeholders: `<principal ID …>`. */
export interface TrustFix {
  /** Where the conditions go. `"statement"`: it has no `Condition` yet. `"operator"`: the operator has a block already. */
  readonly addTo: "statement" | "condition" | "operator" | undefined;
  /** The condition to replace. With `addTo`, the new ones go to another operator, which has a block already. */
  readonly replace: FixedCondition | undefined;
  /** Further conditions to replace at the same time: the new ones stand in the place of all. */
  readonly alsoReplace?: readonly FixedCondition[];
  /** The conditions to add, or to write in its place. All are under one operator. */
  readonly operator: string;
  readonly conditions: Readonly<Record<string, string | readonly string[]>>;
  /**
   * The provider's name to change, instead of conditions: in the principal if it is there, and at the beginning of the
   * statement's condition keys, in any case.
   */
  readonly rename?: { readonly from: string; readonly to: string };
}

/** One condition of a statement. */
export interface FixedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly unknown[];
}

/** What a statement pins a claim to. */
export interface Pin {
  /** `"exact"`: one of `values`. `"patterns"`: bounded by `values`, at least one of which has wildcards. `"nothing"`: open. */
  readonly kind: "nothing" | "patterns" | "exact";
  /** The values or patterns, with the escapes of policy variables resolved. Empty for `"nothing"`. */
  readonly values: readonly string[];
}

/** Who can assume the role by one statement and one provider. */
export interface TrustGrant {
  /** Position of the statement, from 0. */
  readonly statement: number;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider's name; `"*"` if the statement names none. */
  readonly provider: string;
  /** What the statement pins the audience to. */
  readonly audience: Pin;
  /** What the statement pins the subject to. */
  readonly subject: Pin;
  /** The claim that identifies the caller instead of the subject, if the statement relies on one. */
  readonly standIn?: { readonly key: string; readonly values: readonly string[] };
  /** The one provider whose tokens meet the conditions, and what they demand of them, if the statement names no provider. */
  readonly admitted?: Pick<TrustGrant, "provider" | "audience" | "subject" | "standIn">;
  /** Who gets in this way. Its conditions are a conjunction: one that nobody meets closes it. */
  readonly reach: RoleReach;
}

/** The result of {@link judgeTrustPolicy}. */
export interface TrustVerdict {
  /** Whether there is no violation among the findings. */
  readonly accepted: boolean;
  /** Violations and notes in the order of the statements. */
  readonly findings: readonly TrustFinding[];
  /** For each statement that an OIDC identity can use, and each provider in it: what it pins. */
  readonly grants: readonly TrustGrant[];
  /** Who can assume the role: the widest of all ways in. `undefined` if no OpenID Connect identity can use the policy. */
  readonly reach: RoleReach | undefined;
}

/** Patterns of subjects that are accepted for one provider, in addition to those of the table of issuers. */
export interface SubjectPatternAllowance {
  /**
   * The provider's name, e.g. `token.actions.githubusercontent.com`. Case does not count. `<…>` stands for a part of the
   * name without `/` and `:`, as in `<host>/_services/token`.
   */
  readonly provider: string;
  /** Whether providers below this name (`<provider>/…`) are included. Default: false. */
  readonly andBelow?: boolean;
  /**
   * How the part before the first wildcard must begin; never empty. `<…>` stands for one or more characters other than
   * `/`, `:`, `*`, `?`, white space, and the character that follows in the pattern. `repo:<owner>/<name>:` bounds a
   * pattern to one GitHub repository.
   */
  readonly beginning: string;
}

/** An OpenID Connect provider that is created together with the role. */
export interface CreatedProvider {
  /** Its name: the issuer's URL without `https://`. */
  readonly name: string;
  /** The audiences that it lists. */
  readonly clientIds: readonly string[];
  /** Its account (12 digits), if it is known. A principal of another account is another provider. */
  readonly account?: string;
}

/**
 * The right values of a provider's claims, as the caller knows them from where the policy is. A fix has them in place of its
 * placeholders. No verdict depends on them.
 */
export interface KnownClaims {
  /** The provider's name: the issuer's URL without `https://`. */
  readonly provider: string;
  /** The exact audience, or a placeholder in `<…>` that says where to find it. Wildcards and policy variables are ignored. */
  readonly audience?: string;
  /**
   * The provider that lists the audience, and its account (12 digits) if that is known. A principal that names an account gets
   * the audience only of a provider in the same account. If it is missing, the audience is right for any account.
   */
  readonly audienceFrom?: { readonly account?: string | undefined };
  /** The exact subject, in the same way. */
  readonly subject?: string;
}

/** Options of {@link judgeTrustPolicy}. */
export interface JudgeOptions {
  /** Patterns of subjects that are accepted, in addition to those of the table of issuers. Default: none. */
  readonly subjectPatterns?: readonly SubjectPatternAllowance[];
  /** Whether patterns within the boundaries of the table of issuers are accepted. Default: true. */
  readonly acceptBoundedPatterns?: boolean;
  /** GitHub owners whose repositories may all assume the role: `acme`, or `acme@<owner ID>`. Default: none. */
  readonly gitHubOwners?: readonly string[];
  /** Services of Microsoft's whose documented trust is accepted. Default: all known services. */
  readonly microsoftServices?: readonly MicrosoftService[];
  /**
   * Providers that are created together with the role. A provider that lists a single audience pins it. Entra's providers do
   * not, because applications share them. Default: none.
   */
  readonly createdProviders?: readonly CreatedProvider[];
  /** What the caller knows of the right values, for the fixes. Default: nothing. */
  readonly knownClaims?: readonly KnownClaims[];
  /** The role's account (12 digits). If given, a provider of another account is a violation. */
  readonly accountId?: string;
}

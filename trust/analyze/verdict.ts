import type { TrustFindingCode } from "../kernel/fact";
import type { TrustGrant } from "../kernel/grant";
import type { Reach, RoleReach } from "../kernel/reach";
import type { PolicyPath } from "../policy/problem";

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

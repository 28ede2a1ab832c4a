/** What the packages export of the analysis: judging, who gets in, and fixes. Everything else may change at any time. */
export { judgeTrustPolicy } from "./analyze/judge-trust-policy";
export { statementAfter } from "./analyze/merged-fix";
export { type FixLanguage, fixText, placeholdersIn, remedyText } from "./analyze/remedy-text";
export { type SubjectPatternProblem, subjectPatternProblems } from "./issuers/subject-pattern-problems";
export {
  type FixedCondition,
  TRUST_RULES,
  type TrustFinding,
  type TrustFix,
  type TrustRule,
  type TrustVerdict,
} from "./analyze/verdict";
export type { ComparedCondition, Outcome } from "./compare/compare-condition";
export { type ComparedStatement, compareToken, type TokenComparison } from "./compare/compare-token";
export type { TokenClaims } from "./compare/request-keys";
export type { JudgeOptions, KnownClaims, SubjectPatternAllowance } from "./issuers/judge-options";
export type { MicrosoftService } from "./issuers/microsoft";
export type { TrustFindingCode } from "./kernel/fact";
export type { CreatedProvider, Pin, TrustGrant } from "./kernel/grant";
export type { PolicyPath, PolicyProblemCode } from "./policy/problem";
export {
  compareReach,
  compareRoleReach,
  type Reach,
  REACHES,
  type RoleReach,
  widestReach,
  worstReach,
} from "./kernel/reach";
export { judgePartialPolicy, type PartialVerdict } from "./partial/judge-partial-policy";
export { unknownMark } from "./partial/unknown-mark";

/** What the packages export of the analysis: judging, who gets in, and fixes. Everything else may change at any time. */
export { judgeTrustPolicy } from "./analyze/judge-trust-policy";
export { statementAfter } from "./analyze/merged-fix";
export { type FixLanguage, fixText, placeholdersIn, remedyText } from "./analyze/remedy-text";
export { type SubjectPatternProblem, subjectPatternProblems } from "./issuers/subject-pattern-problems";
export {
  type CreatedProvider,
  type FixedCondition,
  type JudgeOptions,
  type KnownClaims,
  type Pin,
  type SubjectPatternAllowance,
  TRUST_RULES,
  type TrustFinding,
  type TrustFindingCode,
  type TrustFix,
  type TrustGrant,
  type TrustRule,
  type TrustVerdict,
} from "./analyze/verdict";
export type { ComparedCondition, Outcome } from "./compare/compare-condition";
export { type ComparedStatement, compareToken, type TokenComparison } from "./compare/compare-token";
export type { TokenClaims } from "./compare/request-keys";
export type { MicrosoftService } from "./issuers/microsoft";
export type { PolicyPath, PolicyProblemCode } from "./kernel/problem";
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

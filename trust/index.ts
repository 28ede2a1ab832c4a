export {
  entraIssuer,
  recogniseEntraIssuer,
  type EntraCloud,
  type EntraIssuer,
  type EntraIssuerOptions,
  type EntraTokenVersion,
  type RecognisedEntraIssuer,
} from "./entra-issuer";
export {
  type AudienceOwner,
  type AudiencePolicyVerdict,
  applicationIdUriProblems,
  audienceProblems,
  defaultAudience,
  hostToVerify,
  isOnVerifiedDomain,
  isReservedAudience,
  judgeNewAudience,
} from "./audience";
export {
  awsAudiences,
  type ContractAssignment,
  type ContractWorkload,
  FEDERATION_CONTRACT_VERSION,
  type FederationContract,
  renderFederationContract,
  subjectsOf,
} from "./federation-contract";
export type { ContractProblem } from "./contract-members";
export {
  contractWorkloadNameProblems,
  type FederationContractReading,
  readFederationContract,
} from "./federation-contract-reading";
export { isGuid } from "./guid";
export {
  type NarrowingConditions,
  type NarrowingContext,
  type NarrowingProblem,
  narrowingProblems,
} from "./narrowing-conditions";
export { oidcProviderName } from "./oidc-provider-name";
export {
  buildTrustPolicy,
  type OneOrMany,
  type SuspensionStatement,
  type TrustPolicyArgs,
  type TrustPolicyConditions,
  type TrustPolicyDocument,
  type TrustPolicyStatement,
} from "./trust-policy";
export { TRUST_POLICY_QUOTA, TRUST_POLICY_QUOTA_MAXIMUM, trustPolicySize } from "./trust-policy-size";
export { judgeTrustPolicy } from "./judge-trust-policy";
export type {
  JudgeOptions,
  Pin,
  PolicyPath,
  SubjectPatternAllowance,
  TrustEffect,
  TrustFinding,
  TrustGrant,
  TrustRule,
  TrustVerdict,
} from "./verdict";
export { repeatedMember } from "./json-members";
export { nestsDeeperThan } from "./text-nesting";
export { judgePartialPolicy, type PartialVerdict } from "./partial/judge-partial-policy";
export {
  describeMarks,
  hasMark,
  hasMarks,
  isMark,
  replaceMarks,
  shownMark,
  unknownExpressions,
  unknownMark,
} from "./partial/unknown-mark";

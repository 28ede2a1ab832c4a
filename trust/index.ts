export {
  entraIssuer,
  recogniseEntraIssuer,
  type EntraCloud,
  type EntraIssuer,
  type EntraIssuerOptions,
  type EntraTokenVersion,
  type RecognisedEntraIssuer,
} from "./entra-issuer";
export { audienceProblems, defaultAudience } from "./audience";
export { isGuid } from "./guid";
export { oidcProviderName } from "./oidc-provider-name";
export {
  buildTrustPolicy,
  type OneOrMany,
  type TrustPolicyArgs,
  type TrustPolicyDocument,
  type TrustPolicyStatement,
} from "./trust-policy";
export { TRUST_POLICY_QUOTA, TRUST_POLICY_QUOTA_MAXIMUM, trustPolicySize } from "./trust-policy-size";
export { judgeTrustPolicy } from "./judge-trust-policy";
export type {
  JudgeOptions,
  Pin,
  SubjectPatternAllowance,
  TrustEffect,
  TrustFinding,
  TrustGrant,
  TrustRule,
  TrustVerdict,
} from "./verdict";
export { nestsDeeperThan } from "./text-nesting";

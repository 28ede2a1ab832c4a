export * from "./public";
export { EntraCloud } from "./entra/entra-cloud";
export { AZURE_LOGIN_SETTINGS } from "./applications/azure-login-settings";
export { audienceName, type Declaration, federationName } from "./applications/federation-names";
export {
  entraIssuer,
  recognizeEntraIssuer,
  type EntraIssuer,
  type EntraIssuerOptions,
  type EntraTokenVersion,
  type RecognizedEntraIssuer,
} from "./entra/entra-issuer";
export {
  type AudienceOwner,
  type AudiencePolicyVerdict,
  applicationIdUriProblems,
  defaultAudience,
  hostToVerify,
  isOnVerifiedDomain,
  judgeNewAudience,
} from "./applications/application-id-uri";
export { audienceProblems } from "./entra/audience";
export {
  awsAudiences,
  type ContractAssignment,
  type ContractWorkload,
  FEDERATION_CONTRACT_VERSION,
  type FederationContract,
  renderFederationContract,
  subjectsOf,
} from "./contract/federation-contract";
export {
  contractWorkloadNameProblems,
  type FederationContractReading,
  readFederationContract,
} from "./contract/federation-contract-reading";
export { isGuid } from "./kernel/guid";
export {
  MICROSOFT_RESOURCES,
  type MicrosoftResource,
  type MicrosoftResourceGrade,
} from "./entra/microsoft-resource-table";
export { microsoftResource } from "./entra/microsoft-resources";
export {
  type CheckedConditions,
  type NarrowingConditions,
  type NarrowingContext,
  narrowingProblems,
  otherProviderProblems,
} from "./build/narrowing-conditions";
export { coversAction } from "./policy/actions";
export { matchesWildcards } from "./policy/wildcards";
export { oidcProviderName } from "./build/oidc-provider-name";
export { type ProviderUrlProblem, providerUrlProblems } from "./build/provider-url";
export {
  buildTrustPolicy,
  type OneOrMany,
  type SuspensionStatement,
  type TrustPolicyArgs,
  type TrustPolicyConditions,
  type TrustPolicyDocument,
  type TrustPolicyStatement,
} from "./build/trust-policy";
export { trustPolicySize } from "./build/trust-policy";
export { findingMessage, placeName } from "./analyze/finding";
export { knownValues } from "./analyze/known-values";
export { findingIdentity } from "./finding-identity";
export { repeatedMember, repeatedMemberPath } from "./text/json-members";
export { nestsDeeperThan } from "./text/text-nesting";
export {
  describeMarks,
  hasMark,
  hasMarks,
  isMark,
  replaceMarks,
  shownMark,
  unknownExpressions,
} from "./partial/unknown-mark";
export { policyDocumentRemedy } from "./analyze/remedy-text";
export { issuers } from "./issuers/issuers";
export type { IssuerFacts } from "./issuers/issuer-facts";
export { MICROSOFT_SERVICES } from "./issuers/microsoft";
export { reachOfPolicy } from "./kernel/settle-reach";
export {
  isClosedTrustPolicy,
  suspendTrustPolicy,
  suspendTrustPolicyInPlace,
} from "./build/suspended-trust-policy";
export { resumeTrustPolicy, type TrustDocument } from "./build/resumed-trust-policy";
export { SUSPENSION_BY_COMMAND, SUSPENSION_POLICY, SUSPENSION_POLICY_NAME } from "./build/suspension-policy";
export { entraSubjectProblems } from "./entra/entra-subject";
export { conditionOperator, needsTheClaim } from "./policy/condition-operators";
export { grouped } from "./kernel/grouped";
export { ipNetwork } from "./text/ip-network";
export { IAM_LIMITS } from "./iam-limits";
export { asList, isObject, itemsOf, stringsIn } from "./text/json-values";
export { joinPaths, memberPath } from "./text/member-path";
export type { Problem } from "./text/problem";
export type { DangerousAction } from "./permissions/dangerous-action";
export { DANGEROUS_ACTIONS } from "./permissions/dangerous-actions";
export type { EscalationPath, NeededAction, Target } from "./permissions/escalation-path";
export { ESCALATION_PATHS, LEFT_OUT } from "./permissions/escalation-paths";
export { reachesSeveral, type ResourceForm } from "./permissions/reaches-several";

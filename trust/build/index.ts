/** Building and closing trust policies. */
export type { CheckedConditions, NarrowingConditions, NarrowingContext } from "./narrowing-conditions";
export { oidcProviderName } from "./oidc-provider-name";
export { type ProviderUrlProblem, providerUrlProblems } from "./provider-url";
export { resumeTrustPolicy } from "./resumed-trust-policy";
export { SUSPENSION_BY_COMMAND, SUSPENSION_POLICY, SUSPENSION_POLICY_NAME } from "./suspension-policy";
export {
  buildTrustPolicy,
  type TrustPolicyArgs,
  type TrustPolicyDocument,
  trustPolicySize,
} from "./trust-policy";

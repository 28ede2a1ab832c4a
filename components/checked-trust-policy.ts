import {
  buildTrustPolicy,
  judgeTrustPolicy,
  oidcProviderName,
  TRUST_POLICY_QUOTA_MAXIMUM,
  type TrustPolicyArgs,
  trustPolicySize,
} from "../trust";
import type { ArgumentProblem } from "./arguments/argument-error";

/** A trust policy as JSON text, or what keeps it from being used. */
export interface CheckedTrustPolicy {
  readonly document: string;
  readonly problems: readonly ArgumentProblem[];
}

/**
 * Builds the trust policy of a role and looks at the result: its provider must be the issuer's, its length within the
 * account's quota, and the same judge that serves the policy pack must find that it pins audience and subject.
 *
 * @param quota - The account's quota for trust policies in characters.
 */
export function checkedTrustPolicy(trust: TrustPolicyArgs, quota: number): CheckedTrustPolicy {
  const problems: ArgumentProblem[] = [];
  const named = oidcProviderName(trust.oidcProviderArn);
  const expected = oidcProviderName(trust.issuer);
  if (named !== expected) {
    problems.push({
      path: "oidcProviderArn",
      reason: `must be the provider of the issuer, which ends in oidc-provider/${expected}; got ${JSON.stringify(trust.oidcProviderArn)}`,
    });
  }
  const policy = buildTrustPolicy(trust);
  const size = trustPolicySize(policy);
  if (size > quota) {
    const remedy =
      size > TRUST_POLICY_QUOTA_MAXIMUM
        ? `AWS raises the quota to at most ${TRUST_POLICY_QUOTA_MAXIMUM}: spread the subjects over several roles`
        : "spread the subjects over several roles, or have AWS raise the quota and set trustPolicyQuota";
    problems.push({
      path: "subjects",
      reason: `make a trust policy of ${size} characters, and the quota is ${quota}; ${remedy}`,
    });
  }
  for (const finding of judgeTrustPolicy(policy).findings) {
    if (finding.severity === "violation") problems.push({ path: "subjects", reason: finding.message });
  }
  return { document: JSON.stringify(policy), problems };
}

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
  problems.push(...quotaProblems(trustPolicySize(policy), quota));
  for (const finding of judgeTrustPolicy(policy).findings) {
    if (finding.severity === "violation") problems.push({ path: "subjects", reason: finding.message });
  }
  return { document: JSON.stringify(policy), problems };
}

/** What is wrong with a trust policy of `size` characters, whitespace not counted. */
export function quotaProblems(size: number, quota: number): readonly ArgumentProblem[] {
  if (size <= quota) return [];
  const remedy =
    size > TRUST_POLICY_QUOTA_MAXIMUM
      ? `AWS raises the quota to at most ${TRUST_POLICY_QUOTA_MAXIMUM}: spread the subjects over several roles`
      : "spread the subjects over several roles, or have AWS raise the quota and set trustPolicyQuota";
  return [
    {
      path: "subjects",
      reason: `make a trust policy of ${size} characters, and the quota is ${quota}; ${remedy}`,
    },
  ];
}

/**
 * The least that the trust policy's length can be, as far as it is known before anything exists: an ARN of the shortest
 * partition stands for an unknown provider, a GUID for each unknown subject. 0 while a list itself is unknown.
 */
export function leastTrustPolicySize(issuer: unknown, audiences: unknown, subjects: unknown): number {
  if (typeof issuer !== "string" || !Array.isArray(audiences) || !Array.isArray(subjects)) return 0;
  const known = (values: readonly unknown[], placeholder: string) =>
    values.map((value) => (typeof value === "string" ? value : placeholder));
  if (audiences.length === 0 || subjects.length === 0) return 0;
  return trustPolicySize(
    buildTrustPolicy({
      oidcProviderArn: `arn:aws:iam::000000000000:oidc-provider/${oidcProviderName(issuer)}`,
      issuer,
      audiences: known(audiences, "a"),
      subjects: known(subjects, "00000000-0000-4000-8000-000000000000"),
    }),
  );
}

import {
  buildTrustPolicy,
  judgeTrustPolicy,
  type NarrowingConditions,
  narrowingProblems,
  oidcProviderName,
  TRUST_POLICY_QUOTA_MAXIMUM,
  type TrustPolicyArgs,
  trustPolicySize,
} from "../../trust";
import type { ArgumentProblem } from "../arguments/argument-error";

/** A trust policy as JSON text, or what keeps it from being used. */
export interface CheckedTrustPolicy {
  readonly document: string;
  readonly problems: readonly ArgumentProblem[];
}

/**
 * Builds the trust policy of a role and looks at the result: its provider must be the issuer's, its length within the
 * account's quota, and the same judge that serves the policy pack must find that it pins audience and subject.
 *
 * In an incident nothing may stand in the way of a suspension: where the quota has no room for both statements, the
 * policy of a suspended role is the Deny alone, which lets as few in.
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
  const hasSourceIps = (trust.sourceIps ?? []).length > 0;
  const refused = narrowingProblems(trust.conditions ?? {}, { issuer: trust.issuer, hasSourceIps });
  if (refused.length > 0) {
    const atConditions = refused.map(({ path, reason }) => ({ path: `conditions.${path}`, reason }));
    return { document: "", problems: [...problems, ...atConditions] };
  }
  const allowing = buildTrustPolicy({ ...trust, suspended: false });
  problems.push(...quotaProblems(trustPolicySize(allowing), quota));
  for (const finding of judgeTrustPolicy(allowing).findings) {
    if (finding.severity === "violation") problems.push({ path: "subjects", reason: finding.message });
  }
  const policy = trust.suspended === true ? suspended(trust, quota) : allowing;
  return { document: JSON.stringify(policy), problems };
}

function suspended(trust: TrustPolicyArgs, quota: number): object {
  const policy = buildTrustPolicy({ ...trust, suspended: true });
  if (trustPolicySize(policy) <= quota) return policy;
  return { ...policy, Statement: policy.Statement.filter(({ Effect }) => Effect === "Deny") };
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
 * Conditions that are not known as a whole are left out.
 */
export function leastTrustPolicySize(
  issuer: unknown,
  audiences: unknown,
  subjects: unknown,
  narrowing: { readonly sourceIps: unknown; readonly conditions: unknown } = {
    sourceIps: undefined,
    conditions: undefined,
  },
): number {
  if (typeof issuer !== "string" || !Array.isArray(audiences) || !Array.isArray(subjects)) return 0;
  const known = (values: readonly unknown[], placeholder: string) =>
    values.map((value) => (typeof value === "string" ? value : placeholder));
  if (audiences.length === 0 || subjects.length === 0) return 0;
  const sourceIps = Array.isArray(narrowing.sourceIps) ? known(narrowing.sourceIps, "0.0.0.0") : [];
  const problems = narrowingProblems(narrowing.conditions, { issuer, hasSourceIps: sourceIps.length > 0 });
  return trustPolicySize(
    buildTrustPolicy({
      oidcProviderArn: `arn:aws:iam::000000000000:oidc-provider/${oidcProviderName(issuer)}`,
      issuer,
      audiences: known(audiences, "a"),
      subjects: known(subjects, "00000000-0000-4000-8000-000000000000"),
      sourceIps,
      conditions: problems.length === 0 ? (narrowing.conditions as NarrowingConditions) : undefined,
    }),
  );
}

/** What the tests of issuers share. */
import { type JudgeOptions, judgeTrustPolicy, type TrustVerdict } from "../../../../trust";
import { type Claims, federatedPolicy } from "../federated-policy";

export type { Claims };

export const GITHUB = "token.actions.githubusercontent.com";
export const AUD = { aud: "sts.amazonaws.com" };

/** The violations of an accepted policy. */
export const ACCEPTED: never[] = [];

/** Judges a role for one provider: conditions by operator and claim. */
export function judge(
  provider: string,
  conditions: Readonly<Record<string, Claims>>,
  options?: JudgeOptions,
): TrustVerdict {
  return judgeTrustPolicy(federatedPolicy(provider, conditions), options);
}

/** Rule and reach of each violation. */
export function violations(verdict: TrustVerdict): (readonly [rule: string, reach: string | undefined])[] {
  return verdict.findings
    .filter(({ severity }) => severity === "violation")
    .map(({ rule, reach }) => [rule.replace("oidc-trust-", ""), reach] as const);
}

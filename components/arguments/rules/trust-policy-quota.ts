import { TRUST_POLICY_QUOTA, TRUST_POLICY_QUOTA_MAXIMUM } from "../../../trust";

/** The account's quota for the length of trust policies, in characters: 2048 unless AWS raised it, at most 4096. */
export function trustPolicyQuota(characters: number): readonly string[] {
  return Number.isInteger(characters) &&
    characters >= TRUST_POLICY_QUOTA &&
    characters <= TRUST_POLICY_QUOTA_MAXIMUM
    ? []
    : [`must be a whole number of characters from ${TRUST_POLICY_QUOTA} to ${TRUST_POLICY_QUOTA_MAXIMUM}`];
}

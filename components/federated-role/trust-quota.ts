/** Whether a trust policy fits into the account's quota, and which argument makes it too long. */
import type * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import {
  buildTrustPolicy,
  type CheckedConditions,
  oidcProviderName,
  type TrustPolicyArgs,
  type TrustPolicyDocument,
  trustPolicySize,
} from "../../trust/build";
import { IAM_LIMITS } from "../../trust/iam-limits";
import { isPlain } from "../arguments/inputs";

/** The arguments of a role that can make its trust policy too long. */
export type HeavyArgument = "subjects" | "audiences" | "allowedSourceIps" | "conditions";

/** A trust policy that is too long. */
export interface QuotaProblem extends Message {
  /** The argument that takes most characters. */
  readonly path: HeavyArgument;
}

const remedies: Readonly<Record<HeavyArgument, string>> = {
  subjects: "Spread the subjects over several roles",
  audiences: "Spread the audiences over several roles",
  allowedSourceIps: "Join addresses into networks, such as 203.0.113.0/24",
  conditions: "Use fewer or shorter conditions",
};

/** The account's quota for the length of a trust policy. */
export interface TrustQuota {
  readonly characters: number;
  /** The argument or the setting of the stack that says so. */
  readonly setting: string;
}

/**
 * The problem of a trust policy's length, without white space; at most one.
 *
 * @param trust - What the policy was built from.
 */
export function quotaProblems(
  policy: TrustPolicyDocument,
  trust: TrustPolicyArgs,
  { characters, setting }: TrustQuota,
): readonly QuotaProblem[] {
  const size = trustPolicySize(policy);
  if (size <= characters) {
    return [];
  }
  const path = heaviest(trust);
  const remedy =
    size > IAM_LIMITS.raisedTrustPolicyCharacters
      ? `${remedies[path]}: AWS raises the quota to at most ${IAM_LIMITS.raisedTrustPolicyCharacters}`
      : `${remedies[path]}, or have AWS raise the quota and set ${setting}`;
  return [
    {
      path,
      ...coded(
        "trust-policy-too-long",
        `the trust policy would have ${size} characters. The quota is ${characters}`,
        remedy,
      ),
    },
  ];
}

function heaviest({ subjects, audiences, sourceIps, conditions }: TrustPolicyArgs): HeavyArgument {
  // One subject and one audience are required, so only further ones count.
  const weights: [HeavyArgument, unknown][] = [
    ["subjects", subjects.slice(1)],
    ["audiences", audiences.slice(1)],
    ["allowedSourceIps", sourceIps ?? []],
    ["conditions", conditions ?? {}],
  ];
  const [[path]] = weights.sort(([, one], [, other]) => length(other) - length(one)) as [
    [HeavyArgument, unknown],
  ];
  return path;
}

function length(value: unknown): number {
  return JSON.stringify(value).length;
}

/** What is known of a role's trust before anything exists. Its members may be Outputs, and so may members of a list. */
export interface PlannedTrust {
  readonly issuer: unknown;
  readonly audiences: unknown;
  readonly subjects: unknown;
  readonly allowedSourceIps: unknown;
  readonly conditions: pulumi.Input<CheckedConditions | undefined>;
}

/**
 * The problem of the shortest trust policy that a role can have, as far as it is known before anything exists. An ARN of the shortest
 * partition replaces an unknown provider, and a GUID each unknown subject. Conditions that are not completely known are omitted. Nothing
 * is reported while a list itself is unknown. A policy that fits by far is not built only to be measured.
 */
export function plannedQuotaProblems(
  { issuer, audiences, subjects, allowedSourceIps, conditions }: PlannedTrust,
  quota: TrustQuota,
): readonly QuotaProblem[] {
  if (typeof issuer !== "string" || !isNonEmptyList(audiences) || !isNonEmptyList(subjects)) {
    return [];
  }
  const known = (values: readonly unknown[], placeholder: string) =>
    values.map((value) => (typeof value === "string" ? value : placeholder));
  const trust: TrustPolicyArgs = {
    oidcProviderArn: `arn:aws:iam::000000000000:oidc-provider/${oidcProviderName(issuer)}`,
    issuer,
    audiences: known(audiences, "a"),
    subjects: known(subjects, "00000000-0000-4000-8000-000000000000"),
    sourceIps: Array.isArray(allowedSourceIps) ? known(allowedSourceIps, "0.0.0.0") : [],
    // The check of the argument makes an Output of conditions with an Output in them.
    conditions: isPlain(conditions) ? conditions : undefined,
  };
  return mostCharacters(trust) <= quota.characters
    ? []
    : quotaProblems(buildTrustPolicy(trust), trust, quota);
}

/** The characters of a trust policy without values. */
const FRAME = 220;

/** A trust policy is never longer: apart from its frame, it has each value once, and the provider's name twice more. */
function mostCharacters(trust: TrustPolicyArgs): number {
  return FRAME + length(trust) + length(trust.issuer);
}

function isNonEmptyList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

/** Whether a trust policy fits into the account's quota, and which argument makes it too long. */
import { coded, type Message } from "../../messages";
import {
  buildTrustPolicy,
  IAM_LIMITS,
  type NarrowingConditions,
  narrowingProblems,
  oidcProviderName,
  type TrustPolicyArgs,
  trustPolicySize,
} from "../../trust";

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

/** The problem of the trust policy's length, without white space; at most one. */
export function quotaProblems(
  trust: TrustPolicyArgs,
  { characters, setting }: TrustQuota,
): readonly QuotaProblem[] {
  const size = trustPolicySize(buildTrustPolicy(trust));
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

/**
 * The shortest possible trust policy of a role, as far as it is known before anything exists. An ARN of the shortest partition
 * replaces an unknown provider, and a GUID each unknown subject. Conditions that are not completely known are omitted.
 * Undefined while a list itself is unknown.
 */
export function leastTrustPolicy(
  issuer: unknown,
  audiences: unknown,
  subjects: unknown,
  narrowing: { readonly sourceIps: unknown; readonly conditions: unknown },
): TrustPolicyArgs | undefined {
  if (typeof issuer !== "string" || !Array.isArray(audiences) || !Array.isArray(subjects)) {
    return undefined;
  }
  const known = (values: readonly unknown[], placeholder: string) =>
    values.map((value) => (typeof value === "string" ? value : placeholder));
  if (audiences.length === 0 || subjects.length === 0) {
    return undefined;
  }
  const sourceIps = Array.isArray(narrowing.sourceIps) ? known(narrowing.sourceIps, "0.0.0.0") : [];
  const problems = narrowingProblems(narrowing.conditions, { issuer, hasSourceIps: sourceIps.length > 0 });
  return {
    oidcProviderArn: `arn:aws:iam::000000000000:oidc-provider/${oidcProviderName(issuer)}`,
    issuer,
    audiences: known(audiences, "a"),
    subjects: known(subjects, "00000000-0000-4000-8000-000000000000"),
    sourceIps,
    conditions: problems.length === 0 ? (narrowing.conditions as NarrowingConditions) : undefined,
  };
}

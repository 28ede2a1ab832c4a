import type { CheckedConditions, NarrowingConditions } from "./narrowing-conditions";
import { oidcProviderName } from "./oidc-provider-name";

/** One value, or several, one of which must match. IAM accepts both forms. */
export type OneOrMany = string | readonly string[];

/** The conditions of the Allow statement: operator → condition key → values. All of them must match. */
export interface TrustPolicyConditions extends Readonly<Record<string, Readonly<Record<string, OneOrMany>>>> {
  /** Always contains the issuer's `aud` and `sub`. */
  readonly StringEquals: Readonly<Record<string, OneOrMany>>;
}

/** The statement with which {@link buildTrustPolicy} allows subjects to assume the role. */
export interface TrustPolicyStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Federated: string };
  readonly Action: "sts:AssumeRoleWithWebIdentity";
  readonly Condition: TrustPolicyConditions;
}

/** The statement with which a suspended role refuses everyone that the Allow statement trusts: a Deny overrides an Allow. */
export interface SuspensionStatement {
  readonly Sid: "Suspended";
  readonly Effect: "Deny";
  readonly Principal: { readonly Federated: string };
  readonly Action: "sts:AssumeRoleWithWebIdentity";
}

/** A role's trust policy (`AssumeRolePolicyDocument`), ready for `JSON.stringify`. */
export interface TrustPolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly [TrustPolicyStatement, ...SuspensionStatement[]];
}

/** Who can assume a role. */
export interface TrustPolicyArgs {
  /** The ARN of the IAM OpenID Connect provider. */
  readonly oidcProviderArn: string;
  /** The provider's URL, character by character: the tokens' `iss`. */
  readonly issuer: string;
  /** The audiences, at least one. A token must carry one of them. */
  readonly audiences: readonly string[];
  /** The subjects, at least one. A token must carry one of them. */
  readonly subjects: readonly string[];
  /** The IP addresses and networks (CIDR) from which a request can come. Default: any. */
  readonly sourceIps?: readonly string[] | undefined;
  /** Further conditions, all of which must also match. Default: none. */
  readonly conditions?: CheckedConditions | undefined;
  /** Whether the role refuses everyone for now. Default: false. */
  readonly suspended?: boolean | undefined;
}

/**
 * Builds the trust policy that allows exactly the given subjects, with a token for exactly the given audiences.
 *
 * @throws {TypeError} If there is no audience or no subject, because every identity of the issuer could then assume the role.
 */
export function buildTrustPolicy(args: TrustPolicyArgs): TrustPolicyDocument {
  const principal = { Federated: args.oidcProviderArn };
  const action = "sts:AssumeRoleWithWebIdentity";
  const allow = {
    Effect: "Allow",
    Principal: principal,
    Action: action,
    Condition: conditionsOf(args),
  } as const;
  const deny = { Sid: "Suspended", Effect: "Deny", Principal: principal, Action: action } as const;
  return { Version: "2012-10-17", Statement: args.suspended === true ? [allow, deny] : [allow] };
}

function conditionsOf(args: TrustPolicyArgs): TrustPolicyConditions {
  const { issuer } = args;
  const sourceIps = args.sourceIps ?? [];
  const conditions: NarrowingConditions = args.conditions ?? {};
  const providerName = oidcProviderName(issuer);
  const merged: Record<string, Record<string, OneOrMany>> & { StringEquals: Record<string, OneOrMany> } = {
    StringEquals: {
      [`${providerName}:aud`]: oneOrMany("audience", args.audiences),
      [`${providerName}:sub`]: oneOrMany("subject", args.subjects),
    },
  };
  if (sourceIps.length > 0) {
    merged.IpAddress = { "aws:SourceIp": oneOrMany("address", sourceIps) };
  }
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(keys)) {
      merged[operator] = { ...merged[operator], [key]: oneOrMany("value", values) };
    }
  }
  return merged;
}

function oneOrMany(what: string, values: readonly string[]): OneOrMany {
  const [first, ...others] = values;
  if (first === undefined) {
    throw new TypeError(`A trust policy needs at least one ${what}.`);
  }
  return others.length === 0 ? first : values;
}

/**
 * Counts the characters of a trust policy as IAM does for its quota: white space is left out.
 *
 * @param document - The policy as an object or as JSON text.
 */
export function trustPolicySize(document: object | string): number {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return text.replace(/\s/g, "").length;
}

import { oidcProviderName } from "./oidc-provider-name";

/** One value, or several of which any will do. IAM takes both forms. */
export type OneOrMany = string | readonly string[];

/** The one statement of a trust policy that {@link buildTrustPolicy} makes. */
export interface TrustPolicyStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly Federated: string };
  readonly Action: "sts:AssumeRoleWithWebIdentity";
  readonly Condition: { readonly StringEquals: Readonly<Record<string, OneOrMany>> };
}

/** A role's trust policy (`AssumeRolePolicyDocument`), ready for `JSON.stringify`. */
export interface TrustPolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly [TrustPolicyStatement];
}

/** Whom a trust policy lets in. */
export interface TrustPolicyArgs {
  /** ARN of the IAM OpenID Connect provider. */
  readonly oidcProviderArn: string;
  /** The provider's URL, to the letter: the tokens' `iss`. */
  readonly issuer: string;
  /** Audiences of which a token must carry one. At least one. */
  readonly audiences: readonly string[];
  /** Subjects of which a token must carry one. At least one. */
  readonly subjects: readonly string[];
}

/**
 * Builds the trust policy that lets exactly the given subjects in, with a token for exactly the given audiences.
 *
 * @throws {TypeError} If there is no audience or no subject: such a policy would let in whoever the issuer knows.
 */
export function buildTrustPolicy(args: TrustPolicyArgs): TrustPolicyDocument {
  const providerName = oidcProviderName(args.issuer);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: args.oidcProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${providerName}:aud`]: oneOrMany("audience", args.audiences),
            [`${providerName}:sub`]: oneOrMany("subject", args.subjects),
          },
        },
      },
    ],
  };
}

function oneOrMany(what: string, values: readonly string[]): OneOrMany {
  const [first, ...others] = values;
  if (first === undefined) {
    throw new TypeError(`A trust policy needs at least one ${what}.`);
  }
  return others.length === 0 ? first : values;
}

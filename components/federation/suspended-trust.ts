import * as pulumi from "@pulumi/pulumi";
import { EntraCloud, entraIssuer, type EntraTokenVersion } from "../../trust/entra";
import { type EntraAudience, plannedClaims } from "../entra-audience/entra-audience";
import { type AwsOidcProvider, unconfirmedProviders } from "../oidc-provider/aws-oidc-provider";

/** What a role trusts, apart from its subjects. */
export interface TrustedClaims {
  readonly oidcProviderArn: pulumi.Output<string>;
  readonly issuer: pulumi.Output<string>;
  readonly audience: pulumi.Output<string>;
  readonly tokenVersion: pulumi.Output<number>;
}

/**
 * What a suspended role trusts. Nobody can assume it, so it does not wait for Entra or the provider: that would delay
 * containment, and for good if Entra refuses. If the planned provider does not exist yet, the role names the one that the
 * account has for the tenant, until the next update.
 */
export function suspendedTrust(audience: EntraAudience, provider: AwsOidcProvider): TrustedClaims {
  const { issuer, audience: claimed } = plannedClaims(audience);
  const { find, otherwise } = unconfirmedProviders(provider);
  const trusted = pulumi
    .all([issuer, audience.tenantId, audience.tokenVersion])
    .apply(async ([url, tenantId, tokenVersion]) => {
      const planned: Candidate = { url, tokenVersion, arn: undefined };
      for (const candidate of [planned, ...formerIssuers(tenantId, url)]) {
        const arn = await find(candidate.url);
        if (arn !== undefined) {
          return { ...candidate, arn };
        }
      }
      return planned;
    });
  return {
    oidcProviderArn: trusted.apply(({ arn }) => (arn === undefined ? otherwise : pulumi.output(arn))),
    issuer: trusted.url,
    audience: claimed,
    tokenVersion: trusted.tokenVersion,
  };
}

/** An issuer of a tenant, and its provider in the account. */
interface Candidate {
  readonly url: string;
  readonly tokenVersion: number;
  readonly arn: string | undefined;
}

/** The issuers that a tenant may have had before its settings changed. */
function formerIssuers(tenantId: string, planned: string): readonly Candidate[] {
  const versions: readonly EntraTokenVersion[] = [1, 2];
  const all = Object.values(EntraCloud).flatMap((cloud) =>
    versions.map((tokenVersion): Candidate => {
      const { url } = entraIssuer(tenantId, { tokenVersion, cloud });
      return { url, tokenVersion, arn: undefined };
    }),
  );
  // Two clouds share an issuer.
  return all.filter(
    ({ url }, index) => url !== planned && all.findIndex((other) => other.url === url) === index,
  );
}

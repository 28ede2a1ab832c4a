/** The parameter `ProviderId`, which is for access tokens of Amazon and Facebook alone. */
import { StsError } from "./sts-error";

/**
 * Refuses a call with `ProviderId`: no caller in the lab has a token of Amazon or Facebook.
 *
 * @throws StsError
 */
export function refuseProviderId(providerId: string | null): void {
  if (providerId === "www.amazon.com") {
    // @evidence recorded A JWT is no token of Login with Amazon. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws-trust.json at 9dc356f (`provider-id-www.amazon.com`).
    throw new StsError("InvalidIdentityToken", "Provided Token is not a Login With Amazon token");
  }
  if (providerId === "graph.facebook.com") {
    // @evidence recorded A JWT is refused by Facebook, whose answer STS quotes. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws-trust.json at 9dc356f (`provider-id-graph.facebook.com`).
    throw new StsError(
      "IDPRejectedClaim",
      'graph.facebook.com rejected OAuth token with response "Bad signature" and code 190',
    );
  }
  if (providerId !== null) {
    // @evidence recorded Another `ProviderId` is 403 `AccessDenied`. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws-trust.json at 9dc356f (`provider-id-accounts.google.com`,
    // `provider-id-https://www.amazon.com`, `provider-id-custom.example.test`).
    throw new StsError(
      "AccessDenied",
      "Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens",
    );
  }
}

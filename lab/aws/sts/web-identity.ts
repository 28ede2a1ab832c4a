/** AssumeRoleWithWebIdentity up to the trust policy, which the emulator judges. */
import {
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import { type Clock, epochSeconds } from "../../clock";
import type { IssuerKeys } from "./issuer-keys";
import { refuseProviderId } from "./provider-id";
import { checkRolesClaim } from "./roles-claim";
import { StsError } from "./sts-error";
import { checkTagsClaim } from "./tags-claim";
import { parseWebIdentityRequest } from "./web-identity-request";
import { checkClaims, notValidated, readToken, verifySignature } from "./web-identity-token";

/** What {@link WebIdentity} needs. */
export interface WebIdentityOptions {
  readonly partition: string;
  /** By account ID: a client that may list the account's OIDC providers. */
  readonly accounts: ReadonlyMap<string, IAMClient>;
  readonly keys: IssuerKeys;
  readonly clock: Clock;
  /** Whether STS says that the provider is missing or the audience is wrong, as older reports have it. */
  readonly namesReasons: boolean;
}

/** Decides whether an account's IAM OpenID Connect providers vouch for a token. */
export class WebIdentity {
  readonly #options: WebIdentityOptions;

  constructor(options: WebIdentityOptions) {
    this.#options = options;
  }

  /**
   * Runs all checks that come before the trust policy: parameters, token, issuer, key, signature, claims. The order
   * is the one that AWS's messages imply.
   *
   * @throws StsError of the first check that fails
   * @evidence inferred Parameters come before the token, issuer, key, signature, and claims. Reason: the messages
   *   imply this order; AWS does not document it.
   */
  async verify(parameters: URLSearchParams): Promise<void> {
    const { accountId, roleArn, token } = parseWebIdentityRequest(parameters);
    refuseProviderId(parameters.get("ProviderId"));
    const unverified = readToken(token);
    const { namesReasons } = this.#options;
    const clientIds = await this.#clientIds(accountId, unverified.issuer);
    const claims = await verifySignature(unverified, this.#options.keys);
    checkClaims(claims, clientIds, epochSeconds(this.#options.clock), namesReasons);
    checkTagsClaim(claims);
    checkRolesClaim(claims, roleArn);
  }

  /** Client IDs of the provider whose URL is the token's issuer to the letter, trailing slash included. */
  async #clientIds(accountId: string, issuer: string): Promise<readonly string[]> {
    const { partition, accounts, namesReasons } = this.#options;
    const iam = accounts.get(accountId);
    const arn = `arn:${partition}:iam::${accountId}:oidc-provider/${issuer.slice("https://".length)}`;
    const known = issuer.startsWith("https://") && (await iam?.send(new ListOpenIDConnectProvidersCommand()));
    const providers = known ? (known.OpenIDConnectProviderList ?? []) : [];
    if (iam === undefined || !providers.some(({ Arn }) => Arn === arn)) {
      if (!namesReasons) {
        // @evidence log An issuer without a provider gets the general text for tokens. Source:
        // external-secrets/external-secrets #6648.
        throw notValidated();
      }
      // @evidence log Before 2026, an issuer without a provider was named. Source: treeverse/dvc.org #5273;
      // aws-actions/configure-aws-credentials #280.
      throw new StsError(
        "InvalidIdentityToken",
        `No OpenIDConnect provider found in your account for ${issuer}`,
      );
    }
    const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    return provider.ClientIDList ?? [];
  }
}

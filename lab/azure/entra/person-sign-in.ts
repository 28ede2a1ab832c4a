/** How people sign in with the Azure CLI: by a device code, and later by what that brought. */
import type { Clock } from "../../clock";
import type { IssuedToken } from "./access-token";
import { DEVICE_CODE_LIFETIME, type Member } from "./device-codes";
import { ANY_TENANT } from "./discovery";
import { EntraError, type EntraProblem } from "./entra-error";
import * as refusals from "./entra-refusals";
import type { EntraTenant } from "./entra-tenant";
import type { EntraTenants } from "./entra-tenants";
import { formParameter, type TokenForm } from "./token-form";
import { AZURE_CLI_APP_ID } from "./user-token";

const DEFAULT_SCOPE = "/.default";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** Answers requests of the Azure CLI for a person. */
export class PersonSignIn {
  readonly #tenants: EntraTenants;
  readonly #clock: Clock;

  constructor(tenants: EntraTenants, clock: Clock) {
    this.#tenants = tenants;
    this.#clock = clock;
  }

  /** Whether a request for a token is one of these. */
  isFor({ client_id: clientId, grant_type: grantType }: TokenForm): boolean {
    return clientId === AZURE_CLI_APP_ID && (grantType === DEVICE_CODE || grantType === "refresh_token");
  }

  /**
   * Begins a sign-in.
   *
   * @param tenant as the address names it: an ID, or a name for any tenant
   * @returns the answer's body
   * @throws EntraError AADSTS90002 for an unknown tenant, AADSTS900144 without client or scope, AADSTS700016 for an unknown client
   * @evidence documentation The answer has both codes, the page where the person enters theirs, and a message that says so. Source:
   *   Microsoft identity platform, "OAuth 2.0 device authorization grant flow".
   * @evidence inferred Clients poll each second. Reason: the page says five, and nobody waits in the lab.
   */
  begin(tenant: string, form: TokenForm): Record<string, unknown> {
    const asked = this.#named(tenant);
    const clientId = formParameter(form, "client_id", this.#clock);
    const scope = formParameter(form, "scope", this.#clock);
    if (clientId !== AZURE_CLI_APP_ID) {
      // @evidence documentation A client that the tenant does not have is AADSTS700016. Source: Microsoft Entra, "Authentication
      // and authorization error codes".
      throw this.#refusal(refusals.unknownApplication(clientId, asked?.displayName ?? tenant));
    }
    const { deviceCode, userCode } = this.#tenants.deviceCodes.begin({ tenant, clientId }, scope);
    const page = "https://microsoft.com/devicelogin";
    return {
      user_code: userCode,
      device_code: deviceCode,
      verification_uri: page,
      expires_in: DEVICE_CODE_LIFETIME,
      interval: 1,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
    };
  }

  /**
   * The tokens for a person who has signed in.
   *
   * @param tenant as the address names it: an ID, or a name for any tenant
   * @throws EntraError with the code that Entra gives
   */
  async answer(tenant: string, form: TokenForm): Promise<IssuedToken> {
    const asked = this.#named(tenant);
    if (form.grant_type !== DEVICE_CODE) {
      const member = this.#refreshing(asked, form);
      return this.#issue(member, formParameter(form, "scope", this.#clock));
    }
    const code = formParameter(form, "device_code", this.#clock);
    const clientId = formParameter(form, "client_id", this.#clock);
    const signedIn = this.#tenants.deviceCodes.redeem(code, { tenant, clientId });
    if (signedIn === "pending") {
      // @evidence documentation A device code that nobody has entered yet is AADSTS70016. Source: Microsoft identity
      // platform, "OAuth 2.0 device authorization grant flow".
      throw this.#refusal(refusals.authorizationPending());
    }
    if (signedIn === "expired") {
      // @evidence log A device code that is too old is AADSTS70020. Source: Azure/azure-cli #22251;
      // Azure/azure-sdk-for-python #32375.
      throw this.#refusal(refusals.expiredDeviceCode());
    }
    if (signedIn === undefined) {
      // @evidence documentation A client must poll at the tenant or alias, and with the client ID, of its first request. Source:
      // Microsoft identity platform, "OAuth 2.0 device authorization grant flow". That another one, or a code that was used, is as
      // unknown as an invented code is inferred.
      throw this.#refusal(refusals.badVerificationCode());
    }
    return this.#issue(signedIn, signedIn.scope);
  }

  /** Whose refresh token the form has, if they may use it in this tenant. */
  #refreshing(asked: EntraTenant | undefined, form: TokenForm): Member {
    const known = this.#tenants.refreshTokens.find(formParameter(form, "refresh_token", this.#clock));
    if (known === undefined) {
      // @evidence documentation A refresh token that is not known is AADSTS70000. Source: Microsoft Entra,
      // "Authentication and authorization error codes".
      throw this.#refusal(refusals.invalidRefreshToken());
    }
    if (known.isExpired) {
      // @evidence log A refresh token of more than 90 days is AADSTS700082. Source: Azure/azure-cli #23105, #14244.
      throw this.#refusal(refusals.expiredRefreshToken(known.issuedAt));
    }
    if (asked !== undefined && asked.tenantId !== known.tenantId) {
      // @evidence log A person who is not in the tenant is AADSTS50020. A refresh token itself is not tied to a tenant. Source:
      // Azure/azure-sdk-for-net #30230; Microsoft identity platform, "Refresh tokens in the Microsoft identity platform".
      throw this.#refusal(refusals.foreignPerson(known.tenantId, asked.displayName));
    }
    return known;
  }

  async #issue({ tenantId, user }: Member, scope: string): Promise<IssuedToken> {
    const scopes = scope.split(" ");
    const ofResource = scopes.find((part) => part.endsWith(DEFAULT_SCOPE)) ?? "";
    const { further, ...token } = await this.#tenants
      .get(tenantId)
      .issueForUser(user, ofResource.slice(0, -DEFAULT_SCOPE.length), scopes.includes("openid"));
    // @evidence documentation A refresh token comes only if `offline_access` was asked for. Source: Microsoft identity platform,
    // "OAuth 2.0 device authorization grant flow" and "OAuth 2.0 authorization code flow".
    const renewal = scopes.includes("offline_access")
      ? { refresh_token: this.#tenants.refreshTokens.issue({ tenantId, user }) }
      : {};
    return { ...token, further: { ...further, ...renewal } };
  }

  /** The tenant that an address names. Undefined for any tenant. @throws EntraError AADSTS90002 for an unknown one. */
  #named(tenant: string): EntraTenant | undefined {
    return ANY_TENANT.includes(tenant.toLowerCase()) ? undefined : this.#tenants.get(tenant);
  }

  #refusal(problem: EntraProblem): EntraError {
    return new EntraError(problem, this.#clock);
  }
}

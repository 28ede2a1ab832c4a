/** The token endpoint of the Microsoft identity platform: client credentials, and people who sign in with the Azure CLI. */
import type { Clock } from "../../clock";
import type { IssuedToken } from "./access-token";
import { ASSERTION_TYPE, ClientAssertions } from "./client-assertion";
import { EntraError, type EntraProblem } from "./entra-error";
import {
  authorizationPending,
  badVerificationCode,
  invalidScope,
  missingParameter,
  missingSecret,
  unsupportedGrantType,
} from "./entra-refusals";
import type { EntraTenant } from "./entra-tenant";
import type { EntraTenants } from "./entra-tenants";
import { AZURE_CLI_APP_ID } from "./user-token";

const DEFAULT_SCOPE = "/.default";
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** Scopes of a sign-in, which have no meaning for client credentials. */
const SIGN_IN: readonly string[] = ["openid", "offline_access", "profile"];

/**
 * Answers token requests of clients that have a secret, or a token of an issuer that they are federated with, and of people
 * who signed in with the Azure CLI.
 */
export class ClientCredentialsEndpoint {
  readonly #assertions: ClientAssertions;

  /** @param resolve Where a public https address of an outside issuer is found on this machine. */
  constructor(
    private readonly tenants: EntraTenants,
    private readonly clock: Clock,
    resolve: (url: string) => string,
  ) {
    this.#assertions = new ClientAssertions(resolve, clock);
  }

  /**
   * @param form The form that was posted.
   * @throws EntraError with the code that Entra gives.
   */
  async answer(tenantId: string, form: Readonly<Record<string, unknown>>): Promise<IssuedToken> {
    const grantType = this.#parameter(form, "grant_type");
    if (form.client_id === AZURE_CLI_APP_ID && [DEVICE_CODE, "refresh_token"].includes(grantType)) {
      return this.#answerPerson(this.tenants.ofPerson(tenantId), grantType, form);
    }
    const tenant = this.tenants.get(tenantId);
    if (grantType !== "client_credentials") {
      // @evidence documentation A grant type that the endpoint does not take is AADSTS70003. Source: Microsoft Entra,
      // "Authentication and authorization error codes".
      throw this.#refusal(unsupportedGrantType(grantType));
    }
    const clientId = this.#parameter(form, "client_id");
    const sent = this.#parameter(form, "scope");
    const scope = withoutSignIn(sent);
    if (!scope.endsWith(DEFAULT_SCOPE)) {
      // @evidence documentation A scope of client credentials ends with `/.default`: AADSTS1002012. Source: Microsoft
      // Entra, "Authentication and authorization error codes".
      throw this.#refusal(invalidScope(sent));
    }
    const client = await this.#authenticate(tenant, clientId, form);
    return tenant.issueForClient(client, scope.slice(0, -DEFAULT_SCOPE.length));
  }

  async #answerPerson(
    tenant: EntraTenant,
    grantType: string,
    form: Readonly<Record<string, unknown>>,
  ): Promise<IssuedToken> {
    if (grantType === "refresh_token") {
      return tenant.issueForUser(
        this.#parameter(form, "refresh_token"),
        resourceOf(this.#parameter(form, "scope")),
      );
    }
    const signedIn = this.tenants.deviceCodes.redeem(this.#parameter(form, "device_code"));
    if (signedIn === undefined || signedIn === "pending") {
      // @evidence documentation A device code that nobody has entered yet is AADSTS70016. Source: Microsoft identity
      // platform, "OAuth 2.0 device authorization grant flow".
      throw this.#refusal(signedIn === "pending" ? authorizationPending() : badVerificationCode());
    }
    return tenant.issueForUser(tenant.signIn(signedIn.user), resourceOf(signedIn.scope));
  }

  async #authenticate(tenant: EntraTenant, clientId: string, form: Readonly<Record<string, unknown>>) {
    const { client_secret: secret, client_assertion: assertion, client_assertion_type: type } = form;
    if (typeof assertion === "string" && type === ASSERTION_TYPE) {
      return this.#assertions.authenticate(tenant, clientId, assertion);
    }
    if (typeof secret !== "string" || secret === "") {
      // @evidence documentation A client without a secret or an assertion is AADSTS7000216. Source: Microsoft Entra,
      // "Authentication and authorization error codes".
      throw this.#refusal(missingSecret());
    }
    return tenant.authenticate(clientId, secret);
  }

  #parameter(form: Readonly<Record<string, unknown>>, name: string): string {
    const value = form[name];
    if (typeof value !== "string" || value === "") {
      // @evidence documentation A missing parameter is AADSTS900144. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw this.#refusal(missingParameter(name));
    }
    return value;
  }

  #refusal(problem: EntraProblem): EntraError {
    return new EntraError(problem, this.clock);
  }
}

/** The resource of a person's scope. Clients also ask for `openid`, `profile`, and `offline_access` there. */
function resourceOf(scope: string): string {
  const ofResource = scope.split(" ").find((part) => part.endsWith(DEFAULT_SCOPE));
  return (ofResource ?? "").slice(0, -DEFAULT_SCOPE.length);
}

/**
 * @evidence source Clients send the scopes of a sign-in with client credentials too, behind that of the resource, and get their token.
 *   Source: AzureAD/microsoft-authentication-library-for-go apps/internal/oauth/ops/accesstokens/accesstokens.go,
 *   `AppendDefaultScopes`.
 */
function withoutSignIn(scope: string): string {
  return scope
    .split(" ")
    .filter((part) => !SIGN_IN.includes(part))
    .join(" ");
}

/** The token endpoint of the Microsoft identity platform. */
import type { Clock } from "../../clock";
import type { IssuedToken } from "./access-token";
import { ASSERTION_TYPE, ClientAssertions } from "./client-assertion";
import { EntraError, type EntraProblem } from "./entra-error";
import { invalidScope, missingSecret, unsupportedGrantType } from "./entra-refusals";
import type { EntraTenant } from "./entra-tenant";
import type { EntraTenants } from "./entra-tenants";
import { PersonSignIn } from "./person-sign-in";
import { formParameter, type TokenForm } from "./token-form";

const DEFAULT_SCOPE = "/.default";

/** Scopes of a person's sign-in, which mean nothing for client credentials. */
const SIGN_IN: readonly string[] = ["openid", "offline_access", "profile"];

/**
 * Answers token requests of clients that have a secret, or a token of an issuer that they are federated with, and of people
 * who signed in with the Azure CLI.
 */
export class ClientCredentialsEndpoint {
  readonly #assertions: ClientAssertions;
  readonly #people: PersonSignIn;

  /** @param resolve Where a public https address of an outside issuer is found on this machine. */
  constructor(
    private readonly tenants: EntraTenants,
    private readonly clock: Clock,
    resolve: (url: string) => string,
  ) {
    this.#assertions = new ClientAssertions(resolve, clock);
    this.#people = new PersonSignIn(tenants, clock);
  }

  /**
   * @param form The form that was posted.
   * @throws EntraError with the code that Entra gives.
   */
  async answer(tenantId: string, form: TokenForm): Promise<IssuedToken> {
    const grantType = formParameter(form, "grant_type", this.clock);
    if (this.#people.isFor(form)) {
      return this.#people.answer(tenantId, form);
    }
    const tenant = this.tenants.get(tenantId);
    if (grantType !== "client_credentials") {
      // @evidence documentation A grant type that the endpoint does not take is AADSTS70003. Source: Microsoft Entra,
      // "Authentication and authorization error codes".
      throw this.#refusal(unsupportedGrantType(grantType));
    }
    const clientId = formParameter(form, "client_id", this.clock);
    const sent = formParameter(form, "scope", this.clock);
    const scope = withoutSignIn(sent);
    if (!scope.endsWith(DEFAULT_SCOPE)) {
      // @evidence documentation A scope of client credentials ends with `/.default`: AADSTS1002012. Source: Microsoft
      // Entra, "Authentication and authorization error codes".
      throw this.#refusal(invalidScope(sent));
    }
    const client = await this.#authenticate(tenant, clientId, form);
    return tenant.issueForClient(client, scope.slice(0, -DEFAULT_SCOPE.length));
  }

  async #authenticate(tenant: EntraTenant, clientId: string, form: TokenForm) {
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

  #refusal(problem: EntraProblem): EntraError {
    return new EntraError(problem, this.clock);
  }
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

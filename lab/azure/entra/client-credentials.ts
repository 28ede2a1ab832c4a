/** The OAuth 2.0 client credentials grant of the Microsoft identity platform. */
import type { Clock } from "../../clock";
import { EntraError, type EntraProblem } from "./entra-error";
import { invalidScope, missingParameter, missingSecret, unsupportedGrantType } from "./entra-refusals";
import type { IssuedToken } from "./entra-tenant";
import type { EntraTenants } from "./entra-tenants";

const DEFAULT_SCOPE = "/.default";

/** Answers token requests of applications that have a secret. */
export class ClientCredentialsEndpoint {
  constructor(
    private readonly tenants: EntraTenants,
    private readonly clock: Clock,
  ) {}

  /**
   * @param form The form that was posted.
   * @throws EntraError with the code that Entra gives.
   */
  async answer(tenantId: string, form: Readonly<Record<string, unknown>>): Promise<IssuedToken> {
    const tenant = this.tenants.get(tenantId);
    const grantType = this.#parameter(form, "grant_type");
    if (grantType !== "client_credentials") {
      throw this.#refusal(unsupportedGrantType(grantType));
    }
    const clientId = this.#parameter(form, "client_id");
    const scope = this.#parameter(form, "scope");
    if (!scope.endsWith(DEFAULT_SCOPE)) {
      throw this.#refusal(invalidScope(scope));
    }
    const { client_secret: secret } = form;
    if (typeof secret !== "string" || secret === "") {
      throw this.#refusal(missingSecret());
    }
    const client = tenant.authenticate(clientId, secret);
    return tenant.issueForClient(client, scope.slice(0, -DEFAULT_SCOPE.length));
  }

  #parameter(form: Readonly<Record<string, unknown>>, name: string): string {
    const value = form[name];
    if (typeof value !== "string" || value === "") {
      throw this.#refusal(missingParameter(name));
    }
    return value;
  }

  #refusal(problem: EntraProblem): EntraError {
    return new EntraError(problem, this.clock);
  }
}

/** Whose requests Azure Resource Manager takes. */
import type { EntraTenants } from "../entra/entra-tenants";
import { ARM_NAMES } from "../entra/first-party-apis";
import { ArmError } from "../resources/arm-error";
import { ArmCaller } from "./arm-caller";
import type { RoleAssignments } from "./role-assignments";

/** Checks the tokens of requests. */
export class ArmAccess {
  constructor(
    private readonly tenants: EntraTenants,
    private readonly homeTenantId: string,
    /** The roles of callers. */
    readonly roles: RoleAssignments,
  ) {}

  /**
   * Who has sent a request.
   *
   * @param takesOthers whether the request is for what the caller's own tenant has
   * @throws ArmError 401 for a token that is not good here
   */
  async caller(authorization: string | undefined, takesOthers = false): Promise<ArmCaller> {
    const [, token] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
    if (token === undefined) {
      // @evidence documentation A request without a token is 401 `AuthenticationFailed`. Source: Azure Resource
      // Manager, "Common deployment errors"; the text is that of public logs.
      throw this.#unauthorized(
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing.",
      );
    }
    const { tenant, claims } = await this.tenants.verify(token, ARM_NAMES).catch((cause: unknown) => {
      // @evidence log An expired, foreign, or otherwise invalid token is 401. Source:
      // hashicorp/terraform-provider-azurerm #20867; Azure/azure-powershell #27882.
      throw this.#refusalOfToken(cause);
    });
    // @evidence inferred The lists of subscriptions and tenants take the token of any tenant. Reason: they are for no
    // subscription, so there is no tenant that the token must match.
    if (tenant.tenantId !== this.homeTenantId && !takesOthers) {
      // @evidence log A token of another tenant is 401 `InvalidAuthenticationTokenTenant` and names the right one.
      // Source: Azure/azure-sdk-for-net #49391.
      throw this.#unauthorized(
        "InvalidAuthenticationTokenTenant",
        `The access token is from the wrong issuer '${String(claims.iss)}'. It must match the tenant 'https://sts.windows.net/${this.homeTenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${this.homeTenantId}' to get the token.`,
      );
    }
    const { upn } = claims;
    return new ArmCaller(
      String(claims.appid),
      String(claims.oid),
      this.roles,
      typeof upn === "string" ? upn : undefined,
    );
  }

  #refusalOfToken(cause: unknown): ArmError {
    const { code, claim } = cause as { code?: string; claim?: string };
    if (code === "ERR_JWT_EXPIRED") {
      // @evidence log An expired token is 401 `ExpiredAuthenticationToken`. Source:
      // hashicorp/terraform-provider-azurerm #20867; microsoft/PlanetaryComputer #343.
      return this.#unauthorized(
        "ExpiredAuthenticationToken",
        "The access token expiry UTC time is earlier than current UTC time.",
      );
    }
    if (claim === "aud") {
      // @evidence log A token for another audience is 401 `InvalidAuthenticationTokenAudience` and lists the allowed
      // ones. Source: Azure-Samples/active-directory-dotnetcore-daemon-v2 #145.
      return this.#unauthorized(
        "InvalidAuthenticationTokenAudience",
        `The access token has been obtained for wrong audience or resource. It should exactly match with one of the allowed audiences ${ARM_NAMES.map((name) => `'${name}'`).join(",")}.`,
      );
    }
    // @evidence log Any other invalid token is 401 `InvalidAuthenticationToken`. Source: Azure/azure-powershell #27882.
    return this.#unauthorized("InvalidAuthenticationToken", "The access token is invalid.");
  }

  #unauthorized(code: string, message: string): ArmError {
    // @evidence report A 401 names the authority in `WWW-Authenticate`. Source: answers quoted in public logs.
    return new ArmError(401, code, message, {
      headers: {
        "WWW-Authenticate": `Bearer authorization_uri="https://login.windows.net/${this.homeTenantId}", error="invalid_token", error_description="${message}"`,
      },
    });
  }
}

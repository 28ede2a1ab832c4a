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
    private readonly roles: RoleAssignments,
  ) {}

  /** Who has sent a request. @throws ArmError 401 for a token that is not good here. */
  async caller(authorization: string | undefined): Promise<ArmCaller> {
    const [, token] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
    if (token === undefined) {
      throw this.#unauthorized(
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing.",
      );
    }
    const { tenant, claims } = await this.tenants.verify(token, ARM_NAMES).catch((cause: unknown) => {
      throw this.#refusalOfToken(cause);
    });
    if (tenant.tenantId !== this.homeTenantId) {
      throw this.#unauthorized(
        "InvalidAuthenticationTokenTenant",
        `The access token is from the wrong issuer '${String(claims.iss)}'. It must match the tenant 'https://sts.windows.net/${this.homeTenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${this.homeTenantId}' to get the token.`,
      );
    }
    return new ArmCaller(String(claims.appid), String(claims.oid), this.roles);
  }

  #refusalOfToken(cause: unknown): ArmError {
    const { code, claim } = cause as { code?: string; claim?: string };
    if (code === "ERR_JWT_EXPIRED") {
      return this.#unauthorized(
        "ExpiredAuthenticationToken",
        "The access token expiry UTC time is earlier than current UTC time.",
      );
    }
    if (claim === "aud") {
      return this.#unauthorized(
        "InvalidAuthenticationTokenAudience",
        `The access token has been obtained for wrong audience or resource. It should exactly match with one of the allowed audiences ${ARM_NAMES.map((name) => `'${name}'`).join(",")}.`,
      );
    }
    return this.#unauthorized("InvalidAuthenticationToken", "The access token is invalid.");
  }

  #unauthorized(code: string, message: string): ArmError {
    return new ArmError(401, code, message, {
      headers: {
        "WWW-Authenticate": `Bearer authorization_uri="https://login.windows.net/${this.homeTenantId}", error="invalid_token", error_description="${message}"`,
      },
    });
  }
}

/** Who may call Azure Resource Manager. */
import type { EntraTenants } from "../entra/entra-tenants";
import { ARM_NAMES } from "../entra/first-party-apis";
import { ArmError } from "./arm-error";
import { parseResourceId } from "./resource-id";

const VERBS: Readonly<Record<string, string>> = { GET: "read", DELETE: "delete" };

/**
 * Checks a request's token. Roles are not modelled: those named are contributors of the subscription, all others may
 * do nothing there.
 */
export class ArmAccess {
  /** @param contributors Object IDs of service principals. */
  constructor(
    private readonly tenants: EntraTenants,
    private readonly homeTenantId: string,
    private readonly contributors: ReadonlySet<string>,
  ) {}

  /** @throws ArmError 401 for a token that is not good here, 403 for a caller who may not do this. */
  async demand(authorization: string | undefined, method: string, path: string): Promise<void> {
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
    if (!this.contributors.has(String(claims.oid))) {
      const type = parseResourceId(path)?.type ?? "Microsoft.Resources/subscriptions";
      throw new ArmError(
        403,
        "AuthorizationFailed",
        `The client '${String(claims.appid)}' with object id '${String(claims.oid)}' does not have authorization to perform action '${type}/${VERBS[method] ?? "write"}' over scope '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      );
    }
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

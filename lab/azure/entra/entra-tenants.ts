/** The tenants of the lab. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../../clock";
import { DeviceCodes, type Member } from "./device-codes";
import { issuerUrl } from "./discovery";
import { EntraError } from "./entra-error";
import { unknownTenant } from "./entra-refusals";
import type { EntraTenant } from "./entra-tenant";
import { RefreshTokens } from "./refresh-tokens";

/** All tenants by their IDs. The first is the home tenant: the one the subscription trusts. */
export class EntraTenants {
  /** Sign-ins of people, who need not say into which tenant. */
  readonly deviceCodes: DeviceCodes;
  /** What people get new tokens with. */
  readonly refreshTokens: RefreshTokens;

  constructor(
    private readonly tenants: readonly EntraTenant[],
    private readonly clock: Clock,
  ) {
    this.deviceCodes = new DeviceCodes(clock);
    this.refreshTokens = new RefreshTokens(clock);
  }

  all(): readonly EntraTenant[] {
    return this.tenants;
  }

  /** @throws EntraError AADSTS90002 when there is no such tenant. */
  get(tenantId: string): EntraTenant {
    const tenant = this.tenants.find((candidate) => candidate.tenantId === tenantId.toLowerCase());
    if (tenant === undefined) {
      // @evidence documentation An unknown tenant is AADSTS90002. Source: Microsoft Entra, "Authentication and
      // authorization error codes".
      throw new EntraError(unknownTenant(tenantId), this.clock);
    }
    return tenant;
  }

  /** Someone by their object ID, of whatever tenant. Undefined for nobody. */
  member(objectId: string): Member | undefined {
    for (const { tenantId, directory } of this.tenants) {
      const user = directory.users().find(({ id }) => id === objectId);
      if (user !== undefined) {
        return { tenantId, user };
      }
    }
    return undefined;
  }

  /** Gives the keys of all tenants back. Nothing may trust them from now on. */
  giveBackKeys(): void {
    for (const { keys } of this.tenants) {
      keys.giveBack();
    }
  }

  /**
   * Verifies a token of the first version that Microsoft Graph or Azure Resource Manager was sent.
   *
   * @returns its tenant and its claims.
   * @throws Error (of jose) saying what is wrong with it.
   */
  async verify(
    token: string,
    audiences: readonly string[],
  ): Promise<{ tenant: EntraTenant; claims: JWTPayload }> {
    const { tid } = decodeJwt(token);
    const { kid } = decodeProtectedHeader(token);
    const tenant = this.get(typeof tid === "string" ? tid : "");
    const key = tenant.keys.find(kid);
    if (key === undefined) {
      throw new Error("the token's key is not published");
    }
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: ["RS256"],
      audience: [...audiences],
      issuer: issuerUrl(tenant.tenantId, 1, tenant.cloud),
      currentDate: new Date(this.clock()),
    });
    return { tenant, claims: payload };
  }
}

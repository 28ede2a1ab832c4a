/** Tokens that an attacker would like to have, for the demo and the adversarial tests. Nothing of Azure uses them. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from "jose";
import type { Clock } from "../../clock";
import type { EntraTenant } from "./entra-tenant";
import { SigningKey } from "./signing-key";

/**
 * Makes false tokens out of genuine ones. Two kinds are worth telling apart: what anyone can make (wrong key) and
 * what only Entra could sign (right key, other claims). The second kind shows that the other checks hold by
 * themselves.
 */
export class Forger {
  constructor(
    private readonly tenant: EntraTenant,
    private readonly clock: Clock,
  ) {}

  /** The token's own header and claims, changed as given, under a signature by the tenant's real key. */
  async resign(token: string, changes: JWTPayload): Promise<string> {
    const header = { ...decodeProtectedHeader(token), alg: "RS256" };
    return new SignJWT({ ...decodeJwt(token), ...changes })
      .setProtectedHeader(header)
      .sign(this.tenant.keys.active.privateKey);
  }

  /** The token's own header and claims, changed as given, under a signature by a key that nobody published. */
  async signWithUnknownKey(token: string, changes: JWTPayload = {}): Promise<string> {
    const stranger = await SigningKey.generate(this.clock());
    const header = { ...decodeProtectedHeader(token), alg: "RS256" };
    return new SignJWT({ ...decodeJwt(token), ...changes })
      .setProtectedHeader(header)
      .sign(stranger.privateKey);
  }
}

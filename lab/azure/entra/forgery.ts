/** Tokens that an attacker would like to have. For the lab's attacks only: nothing of Azure uses this. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from "jose";
import type { Clock } from "../../clock";
import type { EntraTenant } from "./entra-tenant";
import { SigningKey } from "./signing-key";

/** One way to turn a genuine token into one that must not get in. */
export type Forgery = (token: string, forger: Forger) => Promise<string>;

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

/** The signature of another key under the name of the real one. */
export const forgedSignature: Forgery = (token, forger) => forger.signWithUnknownKey(token);

/** A token of the same identity for another audience. */
export function otherAudience(audience: string): Forgery {
  return (token, forger) => forger.resign(token, { aud: audience });
}

/** A token of another identity for the same audience. */
export function otherSubject(subject: string): Forgery {
  return (token, forger) => forger.resign(token, { sub: subject, oid: subject });
}

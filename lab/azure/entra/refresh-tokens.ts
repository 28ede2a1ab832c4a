/** What people who signed in with the Azure CLI get new tokens with. */
import { randomBytes } from "node:crypto";
import { type Clock, epochSeconds } from "../../clock";
import type { Member } from "./device-codes";

/**
 * How long a refresh token can be used, in seconds.
 *
 * @evidence documentation A refresh token lives 90 days, but for single-page apps and one-time passcodes. Source: Microsoft identity
 *   platform, "Refresh tokens in the Microsoft identity platform".
 */
export const REFRESH_TOKEN_LIFETIME = 90 * 86_400;

/** A refresh token that was found. */
export interface KnownRefreshToken extends Member {
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly isExpired: boolean;
}

/**
 * The refresh tokens of all tenants. None is ever taken back.
 *
 * @evidence documentation Each use brings a new refresh token, and does not revoke the old one. Source: Microsoft identity platform,
 *   "Refresh tokens in the Microsoft identity platform".
 */
export class RefreshTokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, Member & { readonly issuedAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new token for someone. */
  issue({ tenantId, user }: Member): string {
    const token = `1.${randomBytes(64).toString("base64url")}`;
    this.#tokens.set(token, { tenantId, user, issuedAt: epochSeconds(this.#clock) });
    return token;
  }

  /** @returns undefined for a token that was never issued. */
  find(token: string): KnownRefreshToken | undefined {
    const found = this.#tokens.get(token);
    return (
      found && { ...found, isExpired: epochSeconds(this.#clock) >= found.issuedAt + REFRESH_TOKEN_LIFETIME }
    );
  }
}

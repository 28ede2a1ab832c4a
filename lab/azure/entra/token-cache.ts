/** Azure's cache of managed identities' tokens. */
import { type Clock, epochSeconds } from "../../clock";
import type { IssuedToken } from "./access-token";

/** A token this near to its end (seconds) is no longer handed out. The figure is the lab's: none is documented. */
const MARGIN = 300;

/**
 * A token of a managed identity is replayed for about a day for each identity and resource, whatever changed in the
 * meantime, and this cannot be forced (Microsoft Entra, "Managed identities for Azure resources frequently asked
 * questions"). Refusals are not cached.
 */
export class TokenCache {
  readonly #tokens = new Map<string, IssuedToken>();

  constructor(private readonly clock: Clock) {}

  /** The cached token, or the one that `issue` makes now. */
  async get(principalId: string, resource: string, issue: () => Promise<IssuedToken>): Promise<IssuedToken> {
    const key = `${principalId} ${resource}`;
    const cached = this.#tokens.get(key);
    if (cached !== undefined && cached.expiresOn - MARGIN > epochSeconds(this.clock)) {
      return cached;
    }
    const token = await issue();
    this.#tokens.set(key, token);
    return token;
  }

  /** Forgets everything, as a day's waiting would. */
  clear(): void {
    this.#tokens.clear();
  }
}

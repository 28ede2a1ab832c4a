/** Azure's cache of managed identities' tokens. */
import { type Clock, epochSeconds } from "../../clock";
import type { IssuedToken } from "./access-token";

/**
 * A cached token that ends within this many seconds is replaced.
 *
 * @evidence inferred A token that ends within five minutes is not issued. Reason: no figure is documented.
 */
const MARGIN = 300;

/**
 * Tokens of managed identities, one for each identity and resource. Refusals are not cached.
 *
 * @evidence documentation A managed identity's token is replayed for about a day for each resource, whatever changed
 *   meanwhile. Source: Microsoft Entra, "Managed identities for Azure resources frequently asked questions".
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

/** The signing keys of one tenant. */
import type { Clock } from "../../clock";
import { type PublishedKey, SigningKey } from "./signing-key";

/**
 * Several keys are published at once, one of them signs. A rotation makes the next key sign and publishes a
 * new one behind it; the old key stays published until it is withdrawn, since its tokens are still about.
 *
 * @evidence documentation Several keys are published at once and one signs; a former key stays published. Source:
 *   Microsoft identity platform, "Signing key rollover".
 */
export class KeyRing {
  #former: SigningKey[] = [];

  private constructor(
    private readonly clock: Clock,
    private signing: SigningKey,
    private next: SigningKey,
  ) {}

  /** A ring with a signing key and the one that will follow it. */
  static async create(clock: Clock): Promise<KeyRing> {
    const [signing, next] = await Promise.all([SigningKey.generate(clock()), SigningKey.generate(clock())]);
    return new KeyRing(clock, signing, next);
  }

  /** The key that signs now. */
  get active(): SigningKey {
    return this.signing;
  }

  /** The published key of that name. */
  find(kid: string | undefined): SigningKey | undefined {
    return this.#all().find((key) => key.kid === kid);
  }

  /** What the tenant's JWKS documents list. */
  published(): readonly PublishedKey[] {
    return this.#all().map((key) => key.published);
  }

  /** Makes the next key sign. Answers the name of the key that signed until now; it stays published. */
  async rotate(): Promise<string> {
    const fresh = await SigningKey.generate(this.clock());
    const former = this.signing;
    this.#former.push(former);
    this.signing = this.next;
    this.next = fresh;
    return former.kid;
  }

  /** Stops publishing a key that no longer signs: its tokens can no longer be verified. */
  withdraw(kid: string): void {
    this.#former = this.#former.filter((key) => key.kid !== kid);
  }

  /** Gives all keys back, since their tenant is gone. */
  giveBack(): void {
    for (const key of this.#all()) {
      key.giveBack();
    }
  }

  #all(): readonly SigningKey[] {
    return [this.signing, this.next, ...this.#former];
  }
}

/** Federated identity credentials of a tenant's service principals: outside identities that may sign in as them. */

/** One credential (Azure, "Federated Identity Credentials - Create Or Update"). All three are compared to the letter. */
export interface FederatedCredential {
  /** The outside issuer's URL: `iss`. */
  readonly issuer: string;
  /** The outside identity: `sub`. */
  readonly subject: string;
  /** Any of them has to be in `aud`. */
  readonly audiences: readonly string[];
}

/** Credentials by the object IDs of the service principals, and by their names. */
export class FederatedCredentials {
  readonly #credentials = new Map<string, Map<string, FederatedCredential>>();

  of(principalId: string): readonly FederatedCredential[] {
    return [...(this.#credentials.get(principalId)?.values() ?? [])];
  }

  put(principalId: string, name: string, credential: FederatedCredential): void {
    const credentials = this.#credentials.get(principalId) ?? new Map<string, FederatedCredential>();
    this.#credentials.set(principalId, credentials.set(name.toLowerCase(), credential));
  }

  remove(principalId: string, name: string): void {
    this.#credentials.get(principalId)?.delete(name.toLowerCase());
  }
}

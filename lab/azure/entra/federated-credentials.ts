/** Federated identity credentials of a tenant's service principals: outside identities that may sign in as them. */

/** One credential (Azure, "Federated Identity Credentials - Create Or Update"). All three are compared to the letter. */
export interface FederatedCredential {
  /** The outside issuer's URL: `iss`. */
  readonly issuer: string;
  /** The outside identity: `sub`. Empty if {@link expression} is set. */
  readonly subject: string;
  /** An expression in the place of the subject, such as `claims['sub'] matches 'repo:acme/*'`. */
  readonly expression?: string;
  /** Any of them has to be in `aud`. */
  readonly audiences: readonly string[];
}

/**
 * The subjects that an expression matches. Undefined for an expression about another claim, or with several parts.
 *
 * @evidence documentation `eq` compares to the letter. In `matches`, `?` is one character and `*` is any number of them. Source:
 *   Microsoft Entra, "Flexible federated identity credentials".
 */
export function expressedSubject(expression: string): ((subject: string) => boolean) | undefined {
  const [, operator, value] = /^claims\['sub'\] (eq|matches) '([^']+)'$/.exec(expression) ?? [];
  if (value === undefined) {
    return undefined;
  }
  if (operator === "eq") {
    return (subject) => subject === value;
  }
  const literal = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`^${literal(value).replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return (subject) => pattern.test(subject);
}

/** Whether a credential is for a subject. */
export function isFor({ subject, expression }: FederatedCredential, presented: string): boolean {
  return expression === undefined
    ? subject === presented
    : expressedSubject(expression)?.(presented) === true;
}

/**
 * Credentials by their owners and by their names. Owners are service principals of managed identities, by their object IDs, and
 * applications, by their client IDs.
 */
export class FederatedCredentials {
  readonly #credentials = new Map<string, Map<string, FederatedCredential>>();

  of(ownerId: string): readonly FederatedCredential[] {
    return [...(this.#credentials.get(ownerId)?.values() ?? [])];
  }

  put(ownerId: string, name: string, credential: FederatedCredential): void {
    const credentials = this.#credentials.get(ownerId) ?? new Map<string, FederatedCredential>();
    this.#credentials.set(ownerId, credentials.set(name.toLowerCase(), credential));
  }

  remove(ownerId: string, name: string): void {
    this.#credentials.get(ownerId)?.delete(name.toLowerCase());
  }
}

import type { KnownClaims } from "../../trust";

/** The principal ID of a managed identity, as code of the program. Messages say which resource `identity` is. */
export const PRINCIPAL_ID = "identity.principalId";

/** The right values of a provider's claims, and for each a sentence that says where it is from. */
export interface SourcedClaims extends KnownClaims {
  readonly sources: ReadonlyMap<string, string>;
  /** The values that stand for an output: the name of the resource whose principal ID each one is. */
  readonly outputs: ReadonlyMap<string, string>;
}

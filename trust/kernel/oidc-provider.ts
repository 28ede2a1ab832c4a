import type { KnownIssuer } from "../issuers/known-issuer";
import type { Platform, Tenant } from "../issuers/platform";

/** An OpenID Connect provider that a statement names as its principal. */
export interface OidcProvider {
  /** Name as the principal has it: the issuer's URL without its scheme. */
  readonly name: string;
  /** The name in lower case, since the case of condition keys does not count. */
  readonly foldedName: string;
  /** Account in the provider's ARN; `undefined` for providers that are built into AWS. */
  readonly account: string | undefined;
  /** Condition key for the audience, as a policy would have it. */
  readonly audienceKey: string;
  /** Condition key for the subject, as a policy would have it. */
  readonly subjectKey: string;
  /** The same two keys in lower case. */
  readonly foldedAudienceKey: string;
  readonly foldedSubjectKey: string;
  /** The issuer behind the provider, if the table of issuers has it. */
  readonly issuer: KnownIssuer | undefined;
  /** The platform whose host the provider has, whichever tenant it names. */
  readonly platform: Platform | undefined;
  /** The tenant behind the provider, if it names one of a platform. */
  readonly tenant: Tenant | undefined;
  /**
   * The name that the provider must have: the tokens' `iss` without its scheme. It is `name` unless that is known to be
   * wrong, and `undefined` if the right one is not known.
   */
  readonly issuerName: string | undefined;
}

/** What the value of `"Federated"` stands for. */
export type FederatedPrincipal = OidcProvider | "saml" | "wildcard" | "malformed";

/** Reads the providers that principals name, by a table of issuers. */
export interface Providers {
  /** Reads the value of `"Federated"` in a principal, of any partition (`aws`, `aws-cn`, `aws-us-gov`, …). */
  readonly read: (text: string) => FederatedPrincipal;
  /** The name that the tokens of a provider's issuer have; the present one if no other is known. */
  readonly issuerNameOf: (name: string) => string;
  /** The provider under the name that it must have, if that is known. */
  readonly underIssuerName: (provider: OidcProvider) => OidcProvider;
}

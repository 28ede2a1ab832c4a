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

/** The table of issuers. Names are without a scheme, and folded ones in lower case. */
export interface IssuerTable {
  /** Names of the providers that are built into AWS. */
  readonly builtIn: readonly string[];
  /** The issuer behind a provider. */
  readonly find: (foldedName: string) => KnownIssuer | undefined;
  /** The platform behind a provider, and the tenant that its name shows. */
  readonly platformOf: (name: string) => Pick<OidcProvider, "platform" | "tenant">;
  /** The name that the tokens of a provider's issuer have, as far as its present name shows it. */
  readonly issuerName: (name: string) => string | undefined;
}

/** Provider names hold printable ASCII without wildcards, quotes or a scheme. A part that is not known is a mark. */
const PROVIDER_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):(oidc|saml)-provider\/([!#-)+->@-~\uE000\uE001]+)$/;

/** How many principals are remembered. A run over an account meets the same few thousands of times. */
const MOST_REMEMBERED = 1000;

/** Reads the providers that principals name, by a table of issuers. */
export class Providers {
  readonly #builtIn: ReadonlyMap<string, OidcProvider>;
  readonly #remembered = new Map<string, FederatedPrincipal>();

  constructor(private readonly table: IssuerTable) {
    this.#builtIn = new Map(table.builtIn.map((name) => [name, this.#provider(name, undefined)]));
  }

  /** Reads the value of `"Federated"` in a principal, of any partition (`aws`, `aws-cn`, `aws-us-gov`, …). */
  read(text: string): FederatedPrincipal {
    const known = this.#remembered.get(text) ?? this.#builtIn.get(text);
    if (known !== undefined) {
      return known;
    }
    const read = this.#read(text);
    if (this.#remembered.size < MOST_REMEMBERED) {
      this.#remembered.set(text, read);
    }
    return read;
  }

  /** The name that the tokens of a provider's issuer have; the present one if no other is known. */
  issuerNameOf(name: string): string {
    return this.table.issuerName(name) ?? name;
  }

  /** The provider under the name that it must have, if that is known. */
  underIssuerName(provider: OidcProvider): OidcProvider {
    const { issuerName, name, account } = provider;
    return issuerName === undefined || issuerName === name ? provider : this.#provider(issuerName, account);
  }

  #read(text: string): FederatedPrincipal {
    const [, account, kind, name] = PROVIDER_ARN.exec(text) ?? [];
    if (name === undefined || name.includes("://")) {
      return text.includes("*") || text.includes("?") ? "wildcard" : "malformed";
    }
    return kind === "saml" ? "saml" : this.#provider(name, account);
  }

  #provider(name: string, account: string | undefined): OidcProvider {
    const foldedName = name.toLowerCase();
    const issuer = this.table.find(foldedName);
    const { audience, subject } = issuer?.facts.claims ?? { audience: "aud", subject: "sub" };
    return {
      name,
      foldedName,
      account,
      audienceKey: `${name}:${audience}`,
      subjectKey: `${name}:${subject}`,
      foldedAudienceKey: `${foldedName}:${audience}`,
      foldedSubjectKey: `${foldedName}:${subject}`,
      issuer,
      ...this.table.platformOf(name),
      issuerName: this.table.issuerName(name),
    };
  }
}

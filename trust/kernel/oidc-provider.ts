import {
  isEntraHost,
  namesNoTenant,
  type RecognizedEntraIssuer,
  recognizeEntraIssuer,
} from "../entra/entra-issuer";
import { findIssuer } from "../issuers/find-issuer";
import { issuers } from "../issuers/issuers";
import type { KnownIssuer } from "../issuers/known-issuer";

/** An OpenID Connect provider that a statement names as its principal. */
export interface OidcProvider {
  /** Name as the principal has it, e.g. `sts.windows.net/<tenant ID>/`. */
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
  /** The tenant behind the provider, if it is Entra's. */
  readonly entra: RecognizedEntraIssuer | undefined;
  /** Whether the provider's host is Entra's, whichever tenant it names. */
  readonly isEntra: boolean;
  /**
   * The name that the provider must have: the tokens' `iss` without `https://`. It is `name` unless that is known to be
   * wrong, and `undefined` if the right one is not known.
   */
  readonly issuerName: string | undefined;
}

/** What the value of `"Federated"` stands for. */
export type FederatedPrincipal = OidcProvider | "saml" | "wildcard" | "malformed";

/** An AKS cluster's issuer without the slash that belongs to it. */
const AKS_WITHOUT_SLASH = /^[a-z0-9-]+\.oic\.prod-aks\.azure\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/;

/** The providers that are built into AWS, by name. */
const builtInProviders = new Map<string, OidcProvider>(
  issuers
    .filter(({ facts }) => facts.builtIn)
    .flatMap(({ facts }) => facts.providers)
    .map((name) => [name, oidcProvider(name, undefined)]),
);

/** Provider names hold printable ASCII without wildcards, quotes or a scheme. */
const PROVIDER_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):(oidc|saml)-provider\/([!#-)+->@-~]+)$/;

/** How many principals are remembered. A run over an account meets the same few thousands of times. */
const MOST_REMEMBERED = 1000;

const remembered = new Map<string, FederatedPrincipal>();

/** Reads the value of `"Federated"` in a principal, of any partition (`aws`, `aws-cn`, `aws-us-gov`, …). */
export function federatedPrincipal(text: string): FederatedPrincipal {
  const known = remembered.get(text) ?? builtInProviders.get(text);
  if (known !== undefined) {
    return known;
  }
  const read = readPrincipalText(text);
  if (remembered.size < MOST_REMEMBERED) {
    remembered.set(text, read);
  }
  return read;
}

function readPrincipalText(text: string): FederatedPrincipal {
  const [, account, kind, name] = PROVIDER_ARN.exec(text) ?? [];
  if (name === undefined || name.includes("://")) {
    return text.includes("*") || text.includes("?") ? "wildcard" : "malformed";
  }
  if (kind === "saml") {
    return "saml";
  }
  return oidcProvider(name, account);
}

function oidcProvider(name: string, account: string | undefined): OidcProvider {
  const foldedName = name.toLowerCase();
  const issuer = findIssuer(foldedName);
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
    entra: recognizeEntraIssuer(name),
    isEntra: isEntraHost(foldedName.split("/")[0] ?? ""),
    issuerName:
      namesNoTenant(name) && recognizeEntraIssuer(name) === undefined ? undefined : issuerNameOf(name),
  };
}

/** The name that the tokens of a provider's issuer have, as far as the provider's present name shows it. */
export function issuerNameOf(name: string): string {
  const entra = recognizeEntraIssuer(name);
  return entra?.providerName ?? (AKS_WITHOUT_SLASH.test(name.toLowerCase()) ? `${name}/` : name);
}

/** The provider under the name that it must have, if that is known. */
export function underIssuerName(provider: OidcProvider): OidcProvider {
  const { issuerName, name, account } = provider;
  return issuerName === undefined || issuerName === name ? provider : oidcProvider(issuerName, account);
}

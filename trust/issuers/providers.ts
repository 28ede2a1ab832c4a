import type { FederatedPrincipal, OidcProvider, Providers } from "../kernel/oidc-provider";
import { ENTRA } from "./entra";
import { findIssuer } from "./find-issuer";
import { issuers } from "./issuers";

/** Identity platforms: rows beside the table of issuers. */
const platforms = [ENTRA];

/** Provider names hold printable ASCII without wildcards, quotes or a scheme. A part that is not known is a mark. */
const PROVIDER_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):(oidc|saml)-provider\/([!#-)+->@-~\uE000\uE001]+)$/;

/** How many principals are remembered. A run over an account meets the same few thousands of times. */
const MOST_REMEMBERED = 1000;

const builtIn = new Map(
  issuers
    .filter(({ facts }) => facts.builtIn)
    .flatMap(({ facts }) => facts.providers)
    .map((name) => [name, providerOf(name, undefined)]),
);
const remembered = new Map<string, FederatedPrincipal>();

/** The providers that principals can name, as this project's table of issuers knows them. */
export const providers: Providers = {
  read: federatedPrincipal,
  issuerNameOf: (name) => providerOf(name, undefined).issuerName ?? name,
  underIssuerName: (provider) => {
    const { issuerName: right, name, account } = provider;
    return right === undefined || right === name ? provider : providerOf(right, account);
  },
};

/** Reads the value of `"Federated"` in a principal. */
export function federatedPrincipal(text: string): FederatedPrincipal {
  const known = remembered.get(text) ?? builtIn.get(text);
  if (known !== undefined) {
    return known;
  }
  const read = readPrincipal(text);
  if (remembered.size < MOST_REMEMBERED) {
    remembered.set(text, read);
  }
  return read;
}

function readPrincipal(text: string): FederatedPrincipal {
  const [, account, kind, name] = PROVIDER_ARN.exec(text) ?? [];
  if (name === undefined || name.includes("://")) {
    return text.includes("*") || text.includes("?") ? "wildcard" : "malformed";
  }
  return kind === "saml" ? "saml" : providerOf(name, account);
}

function providerOf(name: string, account: string | undefined): OidcProvider {
  const foldedName = name.toLowerCase();
  const issuer = findIssuer(foldedName);
  const { audience, subject } = issuer?.facts.claims ?? { audience: "aud", subject: "sub" };
  const tenant = platforms.map(({ tenantOf }) => tenantOf(name)).find((found) => found !== undefined);
  const hasNoTenant = tenant === undefined && platforms.some(({ namesNoTenant }) => namesNoTenant(name));
  return {
    name,
    foldedName,
    account,
    audienceKey: `${name}:${audience}`,
    subjectKey: `${name}:${subject}`,
    foldedAudienceKey: `${foldedName}:${audience}`,
    foldedSubjectKey: `${foldedName}:${subject}`,
    issuer,
    platform: platforms.find(({ owns }) => owns(foldedName)),
    tenant,
    issuerName: hasNoTenant ? undefined : (tenant?.providerName ?? issuer?.facts.issuerName?.(name) ?? name),
  };
}

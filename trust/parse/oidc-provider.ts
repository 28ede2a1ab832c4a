import { type RecognizedEntraIssuer, recognizeEntraIssuer } from "../entra/entra-issuer";

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
  /** The tenant behind the provider, if it is Entra's. */
  readonly entra: RecognizedEntraIssuer | undefined;
}

/** What the value of `"Federated"` stands for. */
export type FederatedPrincipal = OidcProvider | "saml" | "wildcard" | "malformed";

/**
 * The claims of the providers that are built into AWS: their names for audience and subject.
 *
 * Sources: AWS, "Available keys for AWS web identity federation"; AWS GovCloud (US) User Guide, "Amazon Cognito".
 */
const builtInProviders = new Map<string, OidcProvider>(
  (
    [
      ["accounts.google.com", "aud", "sub"],
      ["cognito-identity.amazonaws.com", "aud", "sub"],
      ["cognito-identity-us-gov.amazonaws.com", "aud", "sub"],
      ["cognito-identity.us-gov-east-1.amazonaws.com", "aud", "sub"],
      ["cognito-identity.cn-north-1.amazonaws.com.cn", "aud", "sub"],
      ["www.amazon.com", "app_id", "user_id"],
      ["graph.facebook.com", "app_id", "id"],
    ] as const
  ).map(([name, audience, subject]) => [name, oidcProvider(name, audience, subject, undefined)]),
);

const GITHUB = "token.actions.githubusercontent.com";

/** Whether a provider is GitHub Actions': its own, or an enterprise's below it. */
export function isGitHub(name: string): boolean {
  const folded = name.toLowerCase();
  return folded === GITHUB || folded.startsWith(`${GITHUB}/`);
}

/** Provider names hold printable ASCII without wildcards, quotes or a scheme. */
const PROVIDER_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):(oidc|saml)-provider\/([!#-)+->@-~]+)$/;

/** Reads the value of `"Federated"` in a principal, of any partition (`aws`, `aws-cn`, `aws-us-gov`, …). */
export function federatedPrincipal(text: string): FederatedPrincipal {
  const builtIn = builtInProviders.get(text);
  if (builtIn !== undefined) {
    return builtIn;
  }
  const [, account, kind, name] = PROVIDER_ARN.exec(text) ?? [];
  if (name === undefined || name.includes("://")) {
    return text.includes("*") || text.includes("?") ? "wildcard" : "malformed";
  }
  if (kind === "saml") {
    return "saml";
  }
  return oidcProvider(name, "aud", "sub", account);
}

function oidcProvider(
  name: string,
  audience: string,
  subject: string,
  account: string | undefined,
): OidcProvider {
  const foldedName = name.toLowerCase();
  return {
    name,
    foldedName,
    account,
    audienceKey: `${name}:${audience}`,
    subjectKey: `${name}:${subject}`,
    foldedAudienceKey: `${foldedName}:${audience}`,
    foldedSubjectKey: `${foldedName}:${subject}`,
    entra: recognizeEntraIssuer(name),
  };
}

import { knownValueText } from "../../messages/policy-pack";
import { awsProviderOf, mayHaveOwnIdentity } from "../../policy-sources";
import { hasMarks, isMark, recognizeEntraIssuer } from "../../trust";
import { secretsAmong } from "../engine/secrets";
import type { SeenResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";
import { type IamObject, iamObjects, isStackSet } from "../iam/iam-object";
import { PRINCIPAL_ID, type SourcedClaims } from "../iam/sourced-claims";
import { APPLICATIONS, IDENTIFIER_URI, MANAGED_IDENTITIES } from "./entra-types";

/** A value that may be the right one. */
interface Candidate {
  readonly value: string;
  /** The resource that has it. */
  readonly holder: SeenResource;
  /** How messages name what has it. */
  readonly from: string;
  /** Whether it comes from a template that the resource holds. */
  readonly isEmbedded: boolean;
}

/** A value, and a sentence that says where it is from. */
interface Sourced {
  /** The provider that lists the value, if one does. */
  readonly provider?: { readonly account: string | undefined };
  readonly value: string;
  readonly sentence: string;
}

/** The properties of applications that have application ID URIs. */
const URI_PROPERTIES = ["identifierUris", "identifierUri"];

/**
 * Finds the right audience and subject for a provider among the resources that were judged before a role, and in the role's
 * own. A value counts only if it is the only candidate: of two, the pack cannot know which is meant. A secret is none.
 *
 * @param provider - The provider's name, as the trust policy has it.
 */
export function knownClaims(
  provider: string,
  resource: SeenResource,
  earlier: Iterable<SeenResource>,
): SourcedClaims {
  const seen = [resource, ...[...earlier].filter((other) => !isStackSet(other))];
  const entra = recognizeEntraIssuer(provider);
  const audience = audienceOf(provider, entra?.tokenVersion, seen);
  const subject = entra === undefined ? undefined : subjectOf(seen);
  const outputs = subject === undefined ? [] : [[subject.value, subject.from] as const];
  const found = [audience, subject].filter((one) => one !== undefined);
  return {
    provider,
    sources: new Map(found.map(({ value, sentence }) => [value, sentence])),
    outputs: new Map(outputs),
    ...(audience === undefined ? {} : { audience: audience.value }),
    ...(audience?.provider === undefined ? {} : { audienceFrom: audience.provider }),
    ...(subject === undefined ? {} : { subject: subject.value }),
  };
}

/** The only client ID of the provider, or for Entra's tokens of version 1 the only application ID URI. */
function audienceOf(
  provider: string,
  tokenVersion: 1 | 2 | undefined,
  seen: readonly SeenResource[],
): Sourced | undefined {
  const providers = seen
    .flatMap((resource) => iamObjects(resource).objects)
    .filter(({ type, properties: { Url: url } }) => {
      const isProvider = type === "AWS::IAM::OIDCProvider" && typeof url === "string";
      return isProvider && url.replace(/^https:\/\//, "") === provider;
    });
  if (providers.length > 0) {
    const found = clientIdOf(providers);
    return found === undefined || providers.every((other) => isInAccountOf(other, seen[0]))
      ? found
      : { ...found, provider: { account: accountOf(providers) } };
  }
  return tokenVersion === 1 ? applicationIdUriOf(seen) : undefined;
}

/** The only client ID of providers with the same name. Secrets count: beside one, another client ID is not the only one. */
function clientIdOf(providers: readonly IamObject[]): Sourced | undefined {
  if (providers.some(({ properties }) => hasMarks(properties.ClientIdList))) {
    return undefined;
  }
  const listed = providers.flatMap(({ holder, name, place, properties }) =>
    knownStrings(properties.ClientIdList).map((value) => ({
      value,
      holder,
      from: name,
      isEmbedded: place !== "",
    })),
  );
  const only = onlyOne(listed);
  if (only === undefined || listed.some(isSecret)) {
    return undefined;
  }
  return { value: only.value, sentence: knownValueText("client-id", only.value, only.from) };
}

/** Roles and providers that are resources of the stack themselves. What is in a template can be in other accounts. */
const PLAIN_ROLES = new Set(["aws:iam/role:Role", "aws-native:iam:Role"]);
const PLAIN_PROVIDERS = new Set([
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws-native:iam:OidcProvider",
]);

/**
 * Whether a provider without an ARN yet is in the account of a role, because one Pulumi provider deploys both. IAM lets in
 * nobody by a provider of another account, so the ARN in the trust policy can be that of this provider only.
 */
function isInAccountOf({ holder, place }: IamObject, role: SeenResource | undefined): boolean {
  const arn = holder.get("arn");
  return (
    role?.provider !== undefined &&
    holder.provider !== undefined &&
    awsProviderOf(role.provider) === awsProviderOf(holder.provider) &&
    (arn === undefined || isMark(arn)) &&
    place === "" &&
    PLAIN_PROVIDERS.has(holder.type) &&
    PLAIN_ROLES.has(role.type)
  );
}

/** The account of all providers. A provider that is yet to be created, and one in a template, has no ARN. */
function accountOf(providers: readonly IamObject[]): string | undefined {
  const [account, ...others] = new Set(
    providers.map(({ holder, place }) => {
      const arn = place === "" ? holder.get("arn") : undefined;
      return typeof arn === "string" ? /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
    }),
  );
  return others.length === 0 ? account : undefined;
}

/** The only application ID URI. An unknown one may be the right one. */
function applicationIdUriOf(seen: readonly SeenResource[]): Sourced | undefined {
  if (seen.some((other) => URI_PROPERTIES.some((property) => hasMarks(other.get(property))))) {
    return undefined;
  }
  const uris = seen
    .filter(({ type }) => APPLICATIONS.includes(type) || type === IDENTIFIER_URI)
    .flatMap((holder) =>
      URI_PROPERTIES.flatMap((property) => knownStrings(holder.get(property))).map((value) => ({
        value,
        holder,
        from: holder.name,
        isEmbedded: false,
      })),
    );
  const only = onlyOne(uris);
  if (only === undefined || uris.some(isSecret)) {
    return undefined;
  }
  return { value: only.value, sentence: knownValueText("application-id-uri", only.value, only.from) };
}

/** Where the principal ID of the only managed identity is. It is an output, which no rule sees before the update. */
function subjectOf(seen: readonly SeenResource[]): (Sourced & { readonly from: string }) | undefined {
  const [identity, ...others] = seen.filter(({ type }) => MANAGED_IDENTITIES.includes(type));
  const isOnly = identity !== undefined && others.length === 0;
  if (!isOnly || seen.some((other) => mayHaveOwnIdentity(other.get("identity")))) {
    return undefined;
  }
  const value = `<${PRINCIPAL_ID}>`;
  return { value, sentence: knownValueText("identity", value, identity.name), from: identity.name };
}

/**
 * Whether a value must not be shown: the resource that has it has a secret with it, or of which it is made. In a template that
 * is a secret, the value can be written in another way.
 */
function isSecret({ value, holder, isEmbedded }: Candidate): boolean {
  const secrets = secretsAmong(holder.raw).filter((secret) => secret !== "");
  return (
    (isEmbedded && secrets.length > 0) ||
    secrets.some((secret) => secret.includes(value) || value.includes(secret))
  );
}

function onlyOne(found: readonly Candidate[]): Candidate | undefined {
  return new Set(found.map(({ value }) => value)).size === 1 ? found[0] : undefined;
}

import { knownValueText } from "@azure-to-aws/federation/messages";
import { recognizeEntraIssuer, stringsIn } from "@azure-to-aws/federation/trust";
import { secretsAmong } from "../engine/secrets";
import type { SeenResource } from "../engine/seen-resource";
import { hasUnknown } from "../engine/unknown";
import { iamObjects, isStackSet } from "../iam/iam-object";
import type { SourcedClaims } from "../iam/sourced-claims";
import { APPLICATIONS, IDENTIFIER_URI, MANAGED_IDENTITIES } from "./entra-types";

/** A value and the name of the resource that has it. */
interface Sourced {
  readonly value: string;
  readonly from: string;
}

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
  const sources = new Map<string, string>();
  const audience = audienceOf(provider, entra?.tokenVersion, seen, sources);
  const subject = entra === undefined ? undefined : subjectOf(seen, sources);
  return {
    provider,
    sources,
    ...(audience === undefined ? {} : { audience }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** The only client ID of the provider, or for Entra's tokens of version 1 the only application ID URI. */
function audienceOf(
  provider: string,
  tokenVersion: 1 | 2 | undefined,
  seen: readonly SeenResource[],
  sources: Map<string, string>,
): string | undefined {
  const providers = seen
    .flatMap((resource) => iamObjects(resource).objects)
    .filter(({ type, properties: { Url: url } }) => {
      const isProvider = type === "AWS::IAM::OIDCProvider" && typeof url === "string";
      return isProvider && url.replace(/^https:\/\//, "") === provider;
    });
  if (providers.some(({ properties }) => hasUnknown(properties.ClientIdList))) {
    return undefined;
  }
  const listed = providers.flatMap(({ holder, name, properties }) =>
    open(holder, stringsIn(properties.ClientIdList)).map((value) => ({ value, from: name })),
  );
  const only = onlyOne(listed);
  if (only !== undefined) {
    sources.set(only.value, knownValueText("client-id", only.value, only.from));
    return only.value;
  }
  if (tokenVersion !== 1) {
    return undefined;
  }
  const uris = seen
    .filter(({ type }) => APPLICATIONS.includes(type) || type === IDENTIFIER_URI)
    .flatMap((application) =>
      open(application, [
        ...stringsIn(application.get("identifierUris")),
        ...stringsIn(application.get("identifierUri")),
      ]).map((value) => ({ value, from: application.name })),
    )
    .filter(({ value }) => providers.length === 0 || listed.some((one) => one.value === value));
  const uri = onlyOne(uris);
  if (uri !== undefined) {
    sources.set(uri.value, knownValueText("application-id-uri", uri.value, uri.from));
  }
  return uri?.value;
}

/** Where the principal ID of the only managed identity is. It is an output, which no rule sees before the update. */
function subjectOf(seen: readonly SeenResource[], sources: Map<string, string>): string | undefined {
  const [identity, ...others] = seen.filter(({ type }) => MANAGED_IDENTITIES.includes(type));
  if (identity === undefined || others.length > 0) {
    return undefined;
  }
  const value = `<output principalId of ${identity.name}>`;
  sources.set(value, knownValueText("identity", value, identity.name));
  return value;
}

/** The values of a resource that are no secrets. */
function open({ raw }: SeenResource, values: readonly string[]): readonly string[] {
  const secrets = values.length === 0 ? [] : secretsAmong(raw);
  return values.filter((value) => !secrets.includes(value));
}

function onlyOne(found: readonly Sourced[]): Sourced | undefined {
  return new Set(found.map(({ value }) => value)).size === 1 ? found[0] : undefined;
}

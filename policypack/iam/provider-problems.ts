import { recogniseEntraIssuer } from "azure-to-aws-federation/trust";
import { asList } from "../engine/seen-resource";
import { shown, UNKNOWN } from "../engine/unknown";

/** Something that is wrong with a provider. */
export interface ProviderProblem {
  readonly found: string;
  readonly right: string;
}

/** Limits of IAM's API. Source: AWS, "CreateOpenIDConnectProvider" and "IAM and AWS STS quotas". */
const MOST_CLIENT_IDS = 100;
const LONGEST_CLIENT_ID = 255;
const MOST_THUMBPRINTS = 5;
const LONGEST_URL = 255;

/**
 * Says what is wrong with an OpenID Connect provider, given in CloudFormation's words: `Url`, `ClientIdList`,
 * `ThumbprintList`. What is not known yet is passed over.
 */
export function* providerProblems(properties: Readonly<Record<string, unknown>>): Iterable<ProviderProblem> {
  const { Url: url, ClientIdList: clientIds, ThumbprintList: thumbprints } = properties;
  if (url !== UNKNOWN) {
    yield* urlProblems(url);
  }
  if (clientIds !== UNKNOWN) {
    yield* clientIdProblems(asList(clientIds));
  }
  if (thumbprints !== UNKNOWN) {
    yield* thumbprintProblems(asList(thumbprints));
  }
}

function* urlProblems(url: unknown): Iterable<ProviderProblem> {
  if (typeof url !== "string") {
    yield { found: `the URL ${shown(url)}`, right: "the issuer's https URL" };
    return;
  }
  const found = `the URL ${JSON.stringify(url)}`;
  const [, host = ""] = /^https:\/\/([^/?#]*)/.exec(url) ?? [];
  if (host === "") {
    yield { found, right: "a URL that begins with https:// and a host" };
    return;
  }
  if (/[:@]/.test(host)) {
    yield { found: `${found} with a port or a user`, right: "a URL without either" };
  }
  if (/[?#*\s]/.test(url)) {
    yield {
      found: `${found} with a query, a fragment, a wildcard or white space`,
      right: "a URL without any",
    };
  }
  if (url.length > LONGEST_URL) {
    yield { found: `a URL of ${url.length} characters`, right: `at most ${LONGEST_URL}` };
  }
  const name = url.slice("https://".length);
  const entra = recogniseEntraIssuer(name);
  if (entra !== undefined && entra.providerName !== name) {
    yield { found, right: `https://${entra.providerName}, as the tokens' iss has it` };
  } else if (entra === undefined && /\/(common|organizations|consumers)(\/|$)/i.test(name)) {
    yield { found: `${found}, which stands for every tenant`, right: "the URL with the ID of one tenant" };
  }
}

function* clientIdProblems(clientIds: readonly unknown[]): Iterable<ProviderProblem> {
  if (clientIds.length === 0 || clientIds.length > MOST_CLIENT_IDS) {
    yield { found: `${clientIds.length} client IDs`, right: `1 to ${MOST_CLIENT_IDS}` };
  }
  const known = clientIds.filter((id) => id !== UNKNOWN);
  for (const id of known) {
    if (typeof id !== "string" || id.trim() === "") {
      yield { found: `the client ID ${JSON.stringify(id)}`, right: "the audience that the tokens carry" };
    } else if (/[*?]/.test(id)) {
      yield {
        found: `the client ID ${JSON.stringify(id)} with a wildcard, which stands for itself there`,
        right: "the exact audience",
      };
    } else if (id.length > LONGEST_CLIENT_ID) {
      yield { found: `a client ID of ${id.length} characters`, right: `at most ${LONGEST_CLIENT_ID}` };
    }
  }
  for (const id of new Set(known.filter((item, index) => known.indexOf(item) !== index))) {
    yield { found: `the client ID ${JSON.stringify(id)} twice`, right: "each once" };
  }
}

function* thumbprintProblems(thumbprints: readonly unknown[]): Iterable<ProviderProblem> {
  if (thumbprints.length > MOST_THUMBPRINTS) {
    yield { found: `${thumbprints.length} thumbprints`, right: `at most ${MOST_THUMBPRINTS}, or none` };
  }
  for (const thumbprint of thumbprints) {
    if (thumbprint === UNKNOWN) {
      continue;
    }
    const found = `the thumbprint ${JSON.stringify(thumbprint)}`;
    if (typeof thumbprint !== "string" || !/^[0-9a-f]{40}$/i.test(thumbprint)) {
      yield { found, right: "40 hexadecimal digits, or no thumbprints" };
    } else if (/^(.)\1*$/.test(thumbprint)) {
      yield { found: `${found}, which no certificate has`, right: "no thumbprints" };
    }
  }
}

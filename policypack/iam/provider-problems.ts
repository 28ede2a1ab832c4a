import {
  asList,
  IAM_LIMITS,
  type ProviderUrlProblem,
  providerUrlProblems,
} from "azure-to-aws-federation/trust";
import { shown, UNKNOWN } from "../engine/unknown";

/** Something that is wrong with a provider. */
export interface ProviderProblem {
  readonly found: string;
  readonly right: string;
}

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
  for (const problem of providerUrlProblems(url)) {
    yield inWords(url, problem);
  }
}

function inWords(url: string, problem: ProviderUrlProblem): ProviderProblem {
  const { code } = problem;
  if (code === "too-long") {
    return {
      found: `a URL of ${url.length} characters`,
      right: `at most ${IAM_LIMITS.providerUrlCharacters}`,
    };
  }
  const shownUrl = `the URL ${JSON.stringify(url)}`;
  if (code === "not-the-issuer") {
    return { found: shownUrl, right: `${problem.expected}, as the tokens' iss has it` };
  }
  const [what, right] = URL_WORDS[code];
  return { found: `${shownUrl}${what}`, right };
}

const MORE_THAN_A_PATH = [
  " with a query, a fragment, a wildcard or white space",
  "a URL without any",
] as const;

const URL_WORDS = {
  "not-https": ["", "a URL that begins with https:// and a host"],
  "port-or-user": [" with a port or a user", "a URL without either"],
  "query-or-fragment": MORE_THAN_A_PATH,
  "wildcard-or-space": MORE_THAN_A_PATH,
  "every-tenant": [", which stands for every tenant", "the URL with the ID of one tenant"],
} as const;

function* clientIdProblems(clientIds: readonly unknown[]): Iterable<ProviderProblem> {
  if (clientIds.length === 0 || clientIds.length > IAM_LIMITS.clientIdsPerProvider) {
    yield { found: `${clientIds.length} client IDs`, right: `1 to ${IAM_LIMITS.clientIdsPerProvider}` };
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
    } else if (id.length > IAM_LIMITS.clientIdCharacters) {
      yield {
        found: `a client ID of ${id.length} characters`,
        right: `at most ${IAM_LIMITS.clientIdCharacters}`,
      };
    }
  }
  for (const id of new Set(known.filter((item, index) => known.indexOf(item) !== index))) {
    yield { found: `the client ID ${JSON.stringify(id)} twice`, right: "each once" };
  }
}

function* thumbprintProblems(thumbprints: readonly unknown[]): Iterable<ProviderProblem> {
  if (thumbprints.length > IAM_LIMITS.thumbprintsPerProvider) {
    yield {
      found: `${thumbprints.length} thumbprints`,
      right: `at most ${IAM_LIMITS.thumbprintsPerProvider}, or none`,
    };
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

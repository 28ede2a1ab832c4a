import type { Message } from "../../messages";
import { POLICY_RULES } from "../../messages/policy-rules";
import { asList, hasMarks, IAM_LIMITS, type ProviderUrlProblem, providerUrlProblems } from "../../trust";
import { type HiddenParts, isKnownLater } from "./hidden-parts";

/** What is wrong with a provider. */
export interface ProviderProblem {
  readonly message: Message;
  /** The value that is wrong, for the fingerprint of the finding. */
  readonly value: unknown;
}

/**
 * Finds what is wrong with an OpenID Connect provider, given in CloudFormation's words: `Url`, `ClientIdList`,
 * `ThumbprintList`. Values that are not known yet are skipped.
 *
 * @param name - The provider, as messages name it.
 * @param hidden - The unknown parts that the update does not reveal.
 */
export function* providerProblems(
  name: string,
  properties: Readonly<Record<string, unknown>>,
  hidden: HiddenParts,
): Iterable<ProviderProblem> {
  const { Url: url, ClientIdList: clientIds, ThumbprintList: thumbprints } = properties;
  if (!isKnownLater(url, hidden)) {
    yield* urlProblems(name, url);
  }
  if (!isKnownLater(clientIds, hidden)) {
    yield* clientIdProblems(name, asList(clientIds), hidden);
  }
  if (!isKnownLater(thumbprints, hidden)) {
    yield* thumbprintProblems(name, asList(thumbprints), hidden);
  }
}

function* urlProblems(name: string, url: unknown): Iterable<ProviderProblem> {
  if (typeof url !== "string" || hasMarks(url)) {
    yield { message: POLICY_RULES.say("oidc-provider-url-missing", name, url), value: url };
    return;
  }
  for (const problem of providerUrlProblems(url)) {
    yield { message: urlMessage(name, url, problem), value: [problem.code, url] };
  }
}

function urlMessage(name: string, url: string, problem: ProviderUrlProblem): Message {
  switch (problem.code) {
    case "too-long":
      return POLICY_RULES.say(
        "oidc-provider-url-too-long",
        name,
        IAM_LIMITS.providerUrlCharacters,
        url.length,
      );
    case "not-the-issuer":
      return POLICY_RULES.say("oidc-provider-url-differs", name, problem.expected, url);
    case "every-tenant":
      return POLICY_RULES.say("oidc-provider-url-every-tenant", name, url);
    default: {
      const [found, expected] = URL_FORMS[problem.code];
      return POLICY_RULES.say("oidc-provider-url-invalid", name, found, expected, url);
    }
  }
}

/** What is wrong with the form of a URL, and what is expected. */
const URL_FORMS = {
  "not-https": ["the URL has another scheme or no host", "a URL that begins with https:// and a host"],
  "port-or-user": ["the URL has a port or a user", "a URL without either"],
  "query-or-fragment": ["the URL has a query or a fragment", "a URL without either"],
  "wildcard-or-space": ["the URL has a wildcard or white space", "a URL without either"],
} as const;

function* clientIdProblems(
  name: string,
  clientIds: readonly unknown[],
  hidden: HiddenParts,
): Iterable<ProviderProblem> {
  const most = IAM_LIMITS.clientIdsPerProvider;
  if (clientIds.length === 0 || clientIds.length > most) {
    const message = POLICY_RULES.say("oidc-provider-client-ids-count", name, most, clientIds.length);
    yield { message, value: clientIds.length };
  }
  const known = clientIds.filter((id) => !isKnownLater(id, hidden));
  for (const id of known) {
    if (typeof id !== "string" || hasMarks(id) || id.trim() === "") {
      yield { message: POLICY_RULES.say("oidc-provider-client-id-invalid", name, id), value: id };
    } else if (/[*?]/.test(id)) {
      yield { message: POLICY_RULES.say("oidc-provider-client-id-wildcard", name, id), value: id };
    } else if (id.length > IAM_LIMITS.clientIdCharacters) {
      const longest = IAM_LIMITS.clientIdCharacters;
      yield {
        message: POLICY_RULES.say("oidc-provider-client-id-too-long", name, longest, id.length),
        value: id,
      };
    }
  }
  for (const id of new Set(known.filter((item, index) => known.indexOf(item) !== index))) {
    yield { message: POLICY_RULES.say("oidc-provider-client-id-repeated", name, id), value: id };
  }
}

function* thumbprintProblems(
  name: string,
  thumbprints: readonly unknown[],
  hidden: HiddenParts,
): Iterable<ProviderProblem> {
  const most = IAM_LIMITS.thumbprintsPerProvider;
  if (thumbprints.length > most) {
    const message = POLICY_RULES.say("oidc-provider-thumbprints-count", name, most, thumbprints.length);
    yield { message, value: thumbprints.length };
  }
  for (const thumbprint of thumbprints) {
    if (isKnownLater(thumbprint, hidden)) {
      continue;
    }
    if (typeof thumbprint !== "string" || !/^[0-9a-f]{40}$/i.test(thumbprint)) {
      const message = POLICY_RULES.say("oidc-provider-thumbprint-invalid", name, thumbprint);
      yield { message, value: thumbprint };
    } else if (/^(.)\1*$/.test(thumbprint)) {
      const message = POLICY_RULES.say("oidc-provider-thumbprint-placeholder", name, thumbprint);
      yield { message, value: thumbprint };
    }
  }
}

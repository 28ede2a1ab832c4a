/** What the instance metadata service demands of every request. */
import { ImdsError } from "./imds-error";

/**
 * Versions of the service, oldest first ("Azure Instance Metadata Service", supported API versions).
 *
 * @evidence documentation The versions of the service. Source: "Azure Instance Metadata Service", supported API
 *   versions.
 */
export const API_VERSIONS: readonly string[] = [
  "2017-03-01",
  "2017-04-02",
  "2017-08-01",
  "2017-10-01",
  "2017-12-01",
  "2018-02-01",
  "2018-04-02",
  "2018-10-01",
  "2019-02-01",
  "2019-03-11",
  "2019-04-30",
  "2019-06-01",
  "2019-06-04",
  "2019-08-01",
  "2019-08-15",
  "2019-11-01",
  "2020-06-01",
  "2020-07-15",
  "2020-09-01",
  "2020-10-01",
  "2020-12-01",
  "2021-01-01",
  "2021-02-01",
  "2021-03-01",
  "2021-05-01",
  "2021-10-01",
  "2021-11-01",
  "2021-11-15",
  "2021-12-13",
  "2023-07-01",
  "2023-11-15",
  "2024-03-15",
  "2024-07-17",
  "2025-04-07",
];

/** Parts of an HTTP request that the service looks at. */
export interface ImdsRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Names in the query, each once. */
export type ImdsQuery = ReadonlyMap<string, string>;

/**
 * Checks a request and reads its query.
 *
 * @throws ImdsError
 */
export function readImdsRequest({ method, url, headers }: ImdsRequest): { path: string; query: ImdsQuery } {
  if (method !== "GET") {
    // @evidence documentation Any method but GET is 405. Source: "Azure Instance Metadata Service", section "Errors
    // and debugging"; the body is inferred.
    throw new ImdsError(405, { error: "Method Not Allowed" });
  }
  if (headers["x-forwarded-for"] !== undefined) {
    // @evidence documentation A forwarded request is refused. Source: "Azure Instance Metadata Service"; status and
    // text are inferred.
    throw ImdsError.of("invalid_request", "Requests must not contain an X-Forwarded-For header");
  }
  if (headers.metadata !== "true") {
    // @evidence documentation The header `Metadata: true` is demanded, with its value in lower case. Source:
    // Microsoft Entra, "Managed identities for Azure resources frequently asked questions" (the text).
    throw ImdsError.of("bad_request_102", "Required metadata header not specified");
  }
  const { pathname, searchParams } = new URL(url, "http://169.254.169.254");
  const query = new Map<string, string>();
  for (const [name, value] of searchParams) {
    if (query.has(name.toLowerCase())) {
      // @evidence documentation A name given twice in the query is refused. Source: "Azure Instance Metadata
      // Service"; status and text are inferred.
      throw ImdsError.of("invalid_request", `Query parameter '${name}' is specified more than once`);
    }
    query.set(name.toLowerCase(), value);
  }
  return { path: pathname, query };
}

/** @throws ImdsError with the newest versions unless `api-version` is one, not older than `oldest`. */
export function demandVersion(query: ImdsQuery, oldest: string): void {
  const version = query.get("api-version") ?? "";
  if (!API_VERSIONS.includes(version) || version < oldest) {
    // @evidence documentation A version that is not known is 400, with the newest versions. Source: "Azure Instance
    // Metadata Service".
    throw new ImdsError(400, {
      error:
        "Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds",
      "newest-versions": API_VERSIONS.slice(-3).reverse(),
    });
  }
}

/** `/$batch` of Microsoft Graph: several requests in one. */
import { Router } from "express";
import { GRAPH_HOST } from "../azure-hosts";
import { GraphError } from "./graph-error";
import { jsonBody } from "./graph-exchange";

/**
 * Requests in a batch at most.
 *
 * @evidence documentation A batch has at most 20 requests. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON
 *   batching".
 */
const MOST = 20;

interface Requested {
  readonly id: string;
  readonly url: string;
}

/**
 * Sends each request of a batch to the lab itself, as the caller, so that it can fail by itself.
 *
 * @param resolve - Where a public address is served over plain HTTP. Over TLS the lab would have to trust its own authority, and
 *   the public names lead to the lab in its clients only.
 */
export function batchRouter(resolve: (url: string) => string): Router {
  const router = Router();
  // @evidence documentation A batch answers 200 with `responses`, each of which has the `id` of its request, a `status`, `headers`,
  // and a `body`. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON batching".
  router.post("/", async (request, response) => {
    const requests = requestsIn(jsonBody(request).requests);
    const version = request.originalUrl.replace(/\/\$batch$/, "");
    const asked = `${request.protocol}://${request.headers.host ?? ""}${version}`;
    const inside = resolve(`https://${GRAPH_HOST}${version.slice(version.lastIndexOf("/"))}`);
    const authorization = request.headers.authorization ?? "";
    const responses = await Promise.all(
      requests.map(async ({ id, url }) => {
        const answer = await fetch(`${inside}${url}`, { headers: { authorization } });
        const headers = Object.fromEntries(
          ["content-type", "retry-after"].flatMap((name) => {
            const value = answer.headers.get(name);
            return value === null ? [] : [[name === "retry-after" ? "Retry-After" : "Content-Type", value]];
          }),
        );
        const body = withLinkAt(asked, inside, (await answer.json()) as Readonly<Record<string, unknown>>);
        return { id, status: answer.status, headers, body };
      }),
    );
    // @evidence documentation The responses can come in another order than the requests. Source: the same page. That it is
    // the reverse one is the lab's choice.
    response.json({ responses: responses.toReversed() });
  });
  return router;
}

/** The body whose next page is at the address that the caller asked at. */
function withLinkAt(asked: string, inside: string, body: Readonly<Record<string, unknown>>): object {
  const { "@odata.nextLink": next } = body;
  return typeof next === "string" && next.startsWith(inside)
    ? { ...body, "@odata.nextLink": `${asked}${next.slice(inside.length)}` }
    : body;
}

/** @throws GraphError 400 for too many requests, and for what the lab does not play */
function requestsIn(value: unknown): readonly Requested[] {
  const requests = Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : [];
  if (requests.length === 0 || requests.length > MOST) {
    // @evidence inferred An empty batch and one with more than 20 requests are 400. Reason: the page has the limit, and not the
    // answer; the text is the lab's.
    throw GraphError.badRequest(`A batch has 1 to ${MOST} requests.`);
  }
  return requests.map(({ id, method, url }) => {
    if (method !== "GET" || typeof id !== "string" || typeof url !== "string" || !url.startsWith("/")) {
      throw GraphError.notInTheLab("a request in a batch that does not read");
    }
    return { id, url };
  });
}

/** What the routes of Microsoft Graph have in common: who calls, what was sent, how answers look. */
import type { Request, Response } from "express";
import { hasEnded, pageOf, type TokenLife } from "../../http/paging";
import { GRAPH_HOST } from "../azure-hosts";
import { parseFilter } from "./filter";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";
import { demandFilterable, demandSelectable } from "./queried-properties";

/** Remembers who calls for the rest of the exchange. */
export function setGraphCaller(response: Response, caller: GraphCaller): void {
  response.locals.caller = caller;
}

/** How Graph's lists go on, where it is not as usual. */
export interface GraphPages extends TokenLife {
  /** The most members of a page, whatever the request asks for. */
  readonly most: number;
}

/** Remembers how lists go on for the rest of the exchange. */
export function setPages(response: Response, pages: GraphPages | undefined): void {
  response.locals.pages = pages;
}

/** The caller. The check of the token sets it, before any route. */
export function graphCallerOf(response: Response): GraphCaller {
  return response.locals.caller as GraphCaller;
}

/**
 * The JSON object that was sent.
 *
 * @throws GraphError 400 if there is none.
 */
export function jsonBody(request: Request): Record<string, unknown> {
  const body: unknown = request.body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    // @evidence log A body that is not a JSON object is an unreadable payload. Source: microsoftgraph/microsoft-graph-docs #6259;
    // that a list is refused alike is inferred.
    throw unreadablePayload();
  }
  return withoutAnnotations(body) as Record<string, unknown>;
}

/**
 * The value without OData annotations such as `@odata.type`, but with those that name objects.
 *
 * @evidence source Clients generated from Graph's metadata send annotations everywhere, and Graph takes them. Source:
 * hashicorp/terraform-provider-azuread internal/services/applications/application_resource.go at f0169e0.
 */
function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutAnnotations);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value).filter(([name]) => !/@odata\.(?!bind$|id$)/.test(name));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutAnnotations(member)]));
}

/**
 * The refusal of a request whose body is not JSON.
 *
 * @evidence log The text for a body that is not JSON asks for the Content-Type header and valid JSON. Source:
 * microsoftgraph/microsoft-graph-docs #6259.
 */
export function unreadablePayload(): GraphError {
  return new GraphError(
    400,
    "BadRequest",
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
  );
}

/**
 * Answers one object, or those members of it that `$select` names.
 *
 * @evidence documentation An answer has `@odata.context` in front. Source: "Use query parameters to customize responses".
 */
export function sendObject(response: Response, type: string, object: Record<string, unknown>): void {
  response.json({
    "@odata.context": `https://${GRAPH_HOST}/${version(response)}/$metadata#${type}`,
    ...selected(response, type, object),
  });
}

/**
 * The members that `$select` names, each once; all without it. Annotations stay.
 *
 * @evidence documentation `$select` works for an object, and for the members of a list. Source: "Use query parameters to
 *   customize responses".
 */
function selected(
  response: Response,
  type: string,
  object: Record<string, unknown>,
): Record<string, unknown> {
  const { $select: select } = response.req.query;
  if (typeof select !== "string") {
    return object;
  }
  const names = select.split(",").map((name) => name.trim());
  for (const name of names) {
    demandSelectable(collectionOf(response, type), name);
  }
  const annotations = Object.entries(object).filter(([name]) => name.startsWith("@"));
  const chosen = names.map((name) => [name, object[name] ?? null] as const);
  return { ...Object.fromEntries(annotations), ...Object.fromEntries(chosen) };
}

/** The collection of an answer's type. Empty in the beta, whose properties are not documented in full. */
function collectionOf(response: Response, type: string): string {
  return version(response) === "beta" ? "" : type.replace("/$entity", "");
}

/** `v1.0` or `beta`, as the request says. */
function version(response: Response): string {
  return (
    /^\/(v1\.0|beta)\//.exec(response.req.originalUrl.replace(/^\/graph\.microsoft\.com/, ""))?.[1] ?? "v1.0"
  );
}

/** The segment that counts a collection. */
export const COUNT = /^\/\$count$/;

/** Members in a page where the request does not say, and the most that it may ask for. */
const PAGE = { usual: 100, most: 999 };

/**
 * Answers the objects that match `$filter`, page by page.
 *
 * @param options.expands whether the caller has taken care of `$expand`
 *
 * @evidence documentation A page has 100 members unless `$top` says otherwise, and the address of the next one in
 *   `@odata.nextLink`. Source: "Paging Microsoft Graph data in your app"; "List applications".
 */
export function sendCollection(
  request: Request,
  response: Response,
  type: string,
  objects: readonly Record<string, unknown>[],
  { expands = false }: { readonly expands?: boolean } = {},
): void {
  for (const option of ["$search", "$orderby", ...(expands ? [] : ["$expand"])]) {
    if (request.query[option] !== undefined) {
      throw GraphError.notInTheLab(`the query option ${option}`);
    }
  }
  if (request.query.$skip !== undefined) {
    // @evidence report Objects of the directory cannot be skipped. Source: stackql's notes on its provider for Microsoft Graph,
    // which quote the answer.
    throw GraphError.badRequest("'$skip' is not supported by the service.");
  }
  const matching = matchingOf(request, response, type, objects);
  // An empty list has no member at which a wrong name would be refused.
  selected(response, type, {});
  const { $top: top = String(PAGE.usual), $count: count } = request.query;
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1 || size > PAGE.most) {
    const shown = typeof top === "string" ? top : "";
    // @evidence report A `$top` outside 1 to 999 is refused. Source: comments of Steampipe's plugin for Azure AD, which quote
    // Graph.
    throw new GraphError(
      400,
      "Request_UnsupportedQuery",
      `Invalid page size specified: '${shown}'. Must be between 1 and ${PAGE.most} inclusive.`,
    );
  }
  const pages = response.locals.pages as GraphPages | undefined;
  if (pages !== undefined && hasEnded(request, pages.clock)) {
    // @evidence documentation A next link that is too old is 400 `Directory_ExpiredPageToken`. Source: Microsoft Graph,
    // "Directory_ExpiredPageToken error when working with users API". The text is the lab's.
    throw new GraphError(
      400,
      "Directory_ExpiredPageToken",
      "The specified page token value has expired and cannot be included in your request.",
    );
  }
  // @evidence documentation A page can have fewer members than `$top`. Source: "Paging Microsoft Graph data in your app".
  const { items, next } = pageOf(request, matching, Math.min(size, pages?.most ?? size), pages);
  response.json({
    "@odata.context": `https://${GRAPH_HOST}/${version(response)}/$metadata#${type}`,
    ...(count === "true" && isEventual(request) ? { "@odata.count": matching.length } : {}),
    "@odata.nextLink": next,
    value: items.map((item) => selected(response, type, item)),
  });
}

/**
 * Answers how many objects match `$filter`, as a plain number.
 *
 * @evidence documentation Directory objects are counted with `ConsistencyLevel: eventual` alone: without it, the segment is
 *   refused, and the query parameter is ignored. Source: "Advanced query capabilities on Microsoft Entra ID objects".
 */
export function sendCount(
  request: Request,
  response: Response,
  type: string,
  objects: readonly Record<string, unknown>[],
): void {
  if (!isEventual(request)) {
    // @evidence inferred Counting without `ConsistencyLevel: eventual` is refused with this text. Reason: the page says that it is
    // refused, and not how.
    throw GraphError.badRequest("$count is not currently supported.");
  }
  response.type("text/plain").send(String(matchingOf(request, response, type, objects).length));
}

/** The objects that match `$filter`; all of them without one. */
function matchingOf(
  request: Request,
  response: Response,
  type: string,
  objects: readonly Record<string, unknown>[],
): readonly Record<string, unknown>[] {
  const { $filter: filter, $count: count } = request.query;
  const isAdvanced = isEventual(request) && (count === "true" || COUNT.test(request.path));
  if (typeof filter !== "string") {
    return objects;
  }
  const test = parseFilter(filter, isAdvanced, (name, literal) => {
    demandFilterable(collectionOf(response, type), name, literal);
  });
  return objects.filter(test);
}

function isEventual({ headers }: Request): boolean {
  return String(headers.consistencylevel).toLowerCase() === "eventual";
}

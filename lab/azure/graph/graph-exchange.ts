/** What the routes of Microsoft Graph have in common: who calls, what was sent, how answers look. */
import type { Request, Response } from "express";
import { GRAPH_HOST } from "../azure-hosts";
import { parseFilter } from "./filter";
import type { GraphCaller } from "./graph-caller";
import { GraphError } from "./graph-error";

/** Remembers who calls for the rest of the exchange. */
export function setCaller(response: Response, caller: GraphCaller): void {
  response.locals.caller = caller;
}

/** Who calls. Routes stand behind the check of the token, which sets it. */
export function callerOf(response: Response): GraphCaller {
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
    throw unreadablePayload();
  }
  return body as Record<string, unknown>;
}

/** The refusal of a request whose body is not JSON. */
export function unreadablePayload(): GraphError {
  return new GraphError(
    400,
    "BadRequest",
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
  );
}

/** Answers one object. */
export function sendObject(response: Response, type: string, object: Record<string, unknown>): void {
  response.json({ "@odata.context": `https://${GRAPH_HOST}/v1.0/$metadata#${type}`, ...object });
}

/** Answers the objects that match `$filter`, in one page. */
export function sendCollection(
  request: Request,
  response: Response,
  type: string,
  objects: readonly Record<string, unknown>[],
): void {
  const filter = request.query.$filter;
  const value = typeof filter === "string" ? objects.filter(parseFilter(filter)) : objects;
  response.json({ "@odata.context": `https://${GRAPH_HOST}/v1.0/$metadata#${type}`, value });
}

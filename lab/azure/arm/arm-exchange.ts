/** What ARM's routes have in common: reading requests, and answers to changes. */
import type { Request, Response } from "express";
import { ArmError } from "../resources/arm-error";
import { textAt } from "../resources/json-reader";
import type { JsonObject } from "../resources/resource-store";
import type { Outcome, ResourceManager } from "./resource-manager";

/** The `api-version` of a request. @throws ArmError 400 without one. */
export function apiVersionOf({ query }: Request): string {
  const version = textAt(query, "api-version") ?? "";
  if (version === "") {
    throw new ArmError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  }
  return version;
}

/** The JSON object that was sent. @throws ArmError 400 if there is none. */
export function bodyOf(request: Request): JsonObject {
  const body: unknown = request.body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ArmError(
      400,
      "InvalidRequestContent",
      "The request content was invalid and could not be deserialized: the body must be a JSON object.",
    );
  }
  return body as JsonObject;
}

/**
 * Answers a change: at once with `Azure-AsyncOperation` for types that Azure changes in the background, else when it
 * is done.
 *
 * @throws ArmError that failed the change.
 */
export async function sendChange(
  request: Request,
  response: Response,
  manager: ResourceManager,
  outcome: Outcome,
): Promise<void> {
  const { resource, operation, isNew } = outcome;
  if (outcome.type.asynchronous === "always") {
    const { "Azure-AsyncOperation": address = "" } = pollingHeaders(request, outcome);
    response.set({ "Azure-AsyncOperation": address, "Retry-After": "0" });
  } else {
    await operation.finished();
  }
  response.status(isNew ? 201 : 200).json(manager.view(resource));
}

/** Where a client learns what became of an operation (Azure Resource Manager, "Track asynchronous Azure operations"). */
export function pollingHeaders(
  request: Request,
  { resource, type, operation }: Outcome,
): Record<string, string> {
  const [namespace = ""] = resource.id.type.split("/");
  const base = `${request.protocol}://${request.headers.host ?? ""}${request.baseUrl}/subscriptions/${resource.id.subscriptionId}`;
  const version = `?api-version=${textAt(request.query, "api-version") ?? ""}`;
  const location = (resource.body.location ?? "global").replaceAll(" ", "").toLowerCase();
  const status = `${base}/providers/${namespace}/locations/${location}/operations/${operation.id}${version}`;
  return {
    // Resource groups have no status document: their deletion is followed by its Location alone.
    ...(type.asynchronous === "always" ? { "Azure-AsyncOperation": status } : {}),
    Location: `${base}/operationresults/${operation.id}${version}`,
    "Retry-After": "0",
  };
}

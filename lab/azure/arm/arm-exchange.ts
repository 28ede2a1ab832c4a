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
    // @evidence log A request without `api-version` is 400 `MissingApiVersionParameter`. Source: cloudquery/cloudquery
    // #6626.
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
    // @evidence inferred A body that is not a JSON object is 400 `InvalidRequestContent`. Reason: the code is Azure's;
    // the text is the lab's.
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
 * @evidence recorded A change in the background is 201 or 200 with `Azure-AsyncOperation`. Source:
 * Azure/azure-service-operator v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490;
 * Test_Compute_VM_CRUD.yaml at 52a4a95.
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
  if (isNew && outcome.type.locatesNew === true) {
    // Set as it is: Express would make the address absolute or escape it.
    response.setHeader("Location", manager.shownId(resource));
  }
  response.status(isNew ? 201 : 200).json(manager.view(resource));
}

/**
 * Where a client learns what became of an operation.
 *
 * @evidence recorded The deletion of a resource group is followed by its `Location` alone, that of other resources also
 * by `Azure-AsyncOperation`. Source: Azure/azure-service-operator
 * v2/internal/controllers/recordings/Test_Networking_NatGateway_CRUD.yaml at e00a490.
 */
export function pollingHeaders(
  request: Request,
  { resource, type, operation }: Outcome,
): Record<string, string> {
  const [namespace = ""] = resource.id.type.split("/");
  // What comes before the path of Resource Manager in the address that the client used: nothing at the public host.
  const before = request.originalUrl.slice(0, request.originalUrl.length - request.url.length);
  const base = `${request.protocol}://${request.headers.host ?? ""}${before}/subscriptions/${resource.id.subscriptionId}`;
  const version = `?api-version=${textAt(request.query, "api-version") ?? ""}`;
  const location = (resource.body.location ?? "global").replaceAll(" ", "").toLowerCase();
  const status = `${base}/providers/${namespace}/locations/${location}/operations/${operation.id}${version}`;
  return {
    // Resource groups have no status document: their deletion is followed by its Location alone.
    ...(type.asynchronous === "always" ? { "Azure-AsyncOperation": status } : {}),
    Location: `${base}/operationresults/${operation.id}${version}`,
    // @evidence inferred The lab answers `Retry-After: 0`. Reason: recorded answers have 1 to 15 seconds
    // (Azure/azure-service-operator); the lab's operations end in milliseconds.
    "Retry-After": "0",
  };
}

/** Where clients poll for the outcome of long-running operations. */
import { Router } from "express";
import { ArmError } from "../resources/arm-error";
import type { Operation, Operations } from "./operations";

/** How long (milliseconds) a poll waits for news. Azure asks clients to return after seconds. The lab answers sooner. */
const PATIENCE = 250;

/** The addresses of `Azure-AsyncOperation` and of `Location`. */
export function operationsRouter(operations: Operations): Router {
  const router = Router();
  // @evidence documentation The address of `Azure-AsyncOperation` answers the status. Source: Azure Resource Manager,
  // "Track asynchronous Azure operations".
  router.get(
    "/subscriptions/:subscriptionId/providers/:namespace/locations/:location/operations/:operationId",
    async (request, response) => {
      const operation = find(operations, request.params.operationId);
      await operation.settled(PATIENCE);
      response.set(operation.isDone ? {} : { "Retry-After": "0" }).json(operation.status());
    },
  );
  // @evidence documentation The address of `Location` answers 202 until the operation is done. Source: Azure Resource
  // Manager, "Track asynchronous Azure operations".
  router.get("/subscriptions/:subscriptionId/operationresults/:operationId", async (request, response) => {
    const operation = find(operations, request.params.operationId);
    await operation.settled(PATIENCE);
    if (!operation.isDone) {
      const address = `${request.protocol}://${request.headers.host ?? ""}${request.originalUrl}`;
      response.status(202).set({ Location: address, "Retry-After": "0" }).end();
      return;
    }
    await operation.finished();
    if (operation.result === undefined) {
      response.status(200).end();
    } else {
      response.json(operation.result);
    }
  });
  return router;
}

function find(operations: Operations, id: string): Operation {
  const operation = operations.get(id);
  if (operation === undefined) {
    // @evidence inferred An operation that does not exist is 404. Reason: nothing states it; the text is the lab's.
    throw new ArmError(404, "NotFound", `The operation '${id}' was not found.`);
  }
  return operation;
}

/** Translates between gRPC messages of the engine and property bags. */
import { Metadata, type sendUnaryData, type ServerUnaryCall, status, type StatusObject } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { InitializationError } from "./cloud-error";
import { type Properties, unwrapSecrets } from "./property-value";
import type { CheckFailure } from "./resource-type";

/** The properties in a message; an absent bag is empty. */
export function fromStruct(struct: Struct | undefined): Properties {
  return unwrapSecrets(struct?.toJavaScript() ?? {}) as Properties;
}

/** The properties as a message holds them. */
export function toStruct(properties: Readonly<Record<string, unknown>>): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/** Check failures as messages. */
export function toCheckFailures(failures: readonly CheckFailure[]): messages.CheckFailure[] {
  return failures.map(({ property, reason }) =>
    new messages.CheckFailure().setProperty(property).setReason(reason),
  );
}

/** How the error of a request is worded. */
export type Describe<Request> = (error: Error, request: Request) => string;

/** A gRPC handler that answers with what `handle` returns and reports what it throws. */
export function unary<Request, Response>(
  handle: (request: Request) => Promise<Response> | Response,
  describe: Describe<Request>,
): (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => void {
  return (call, callback) => {
    void Promise.resolve()
      .then(() => handle(call.request))
      .then((response) => {
        callback(null, response);
      })
      .catch((error: unknown) => {
        callback(toStatus(error, describe, call.request));
      });
  };
}

/**
 * An error as gRPC reports it. For a resource that exists but did not come up, the engine wants its ID and properties
 * in the status details (`ErrorResourceInitFailed` of Pulumi's provider protocol).
 */
function toStatus<Request>(error: unknown, describe: Describe<Request>, request: Request): StatusObject {
  const message = describe(error instanceof Error ? error : new Error(String(error)), request);
  const metadata = new Metadata();
  if (error instanceof InitializationError) {
    const detail = new messages.ErrorResourceInitFailed()
      .setId(error.id)
      .setProperties(toStruct(error.outputs))
      .setReasonsList([message]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const details = new Status();
    details.setCode(status.UNKNOWN);
    details.setMessage(message);
    details.addDetails(packed);
    metadata.add("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  }
  return { code: status.UNKNOWN, details: message, metadata };
}

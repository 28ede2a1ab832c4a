/** Passes what a program prints to the engine, which shows it as it shows the output of a host that it started itself. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import engine from "@pulumi/pulumi/proto/engine_pb";

/**
 * Sends each line of a stream as a message of the engine's log, in order. Resolves when the stream has ended and the engine
 * has all lines. An engine that is gone gets none.
 *
 * @param address `host:port` of the engine
 * @param streamId distinguishes the lines of this stream from those of others
 */
export async function logLines(stream: Readable, address: string, streamId: number): Promise<void> {
  const client = new EngineClient(address, credentials.createInsecure());
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      const message = new engine.LogRequest()
        .setSeverity(engine.LogSeverity.INFO)
        .setStreamid(streamId)
        .setMessage(`${line}\n`);
      await new Promise<void>((resolve) => {
        client.log(message, () => {
          resolve();
        });
      });
    }
  } finally {
    client.close();
  }
}

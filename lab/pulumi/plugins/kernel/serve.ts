/** Runs a plugin as the executable that the engine starts. */
import { fstatSync } from "node:fs";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Kernel } from "./kernel";
import type { Plugin } from "./plugin";
import { providerService } from "./provider-service";

/** Largest message that engine and SDKs agree on: 400 MB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves the plugin on a free loopback port and prints the port as the first line on standard output, as the engine
 * expects. Ends with the engine: that closes the standard input it opened, even when it is killed.
 */
export async function servePlugin<Client>(plugin: Plugin<Client>): Promise<void> {
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, providerService(new Kernel(plugin)));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  endWithEngine();
  process.stdout.write(`${port}\n`);
}

function endWithEngine(): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.once("close", () => process.exit()).resume();
}

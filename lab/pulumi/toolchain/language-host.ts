/**
 * A language host for Node: `pulumi-language-nodejs <engine address>`. For a Pulumi CLI that comes without one, such as
 * a build from Go modules. The engine reads the port from the first line of stdout and speaks gRPC to it.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { version } from "@pulumi/pulumi/version";
import { ChildProcesses } from "./language-host/child-processes";
import { languageRuntime } from "./language-host/language-runtime";

// Flags may come before the address.
const engineAddress = process.argv.slice(2).at(-1);
if (engineAddress === undefined) {
  console.error("usage: pulumi-language-nodejs <engine address>");
  process.exit(2);
}

const children = new ChildProcesses();
const server = new Server();

/** Ends all processes that the host has started, then the host. */
async function end(): Promise<void> {
  await children.stopAll();
  server.forceShutdown();
  process.exit(0);
}

process.once("SIGINT", () => void end());
process.once("SIGTERM", () => void end());
// The engine holds the other end of stdin for as long as it lives, however it dies.
process.stdin.once("close", () => void end()).resume();

server.addService(
  LanguageRuntimeService,
  languageRuntime({ engineAddress, version, children, environment: process.env }),
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    console.error(`127.0.0.1: the language host cannot listen: ${error.message}`);
    process.exit(1);
  }
  console.log(port);
});

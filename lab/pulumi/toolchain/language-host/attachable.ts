/** The language host within this process, for an engine that attaches to it. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { version } from "@pulumi/pulumi/version";
import type { AttachablePlugin } from "../../engine/attached-plugins";
import { ChildProcesses } from "./child-processes";
import { KeptPrograms, type RunningProgram } from "./kept-programs";
import { languageRuntime } from "./language-runtime";

/** Engines attach one after another, and their programs share these. */
const keptPrograms = new KeptPrograms();

/** For a CLI that comes without a language host for Node: the engine must not attach to this one instead of its own. */
export const ATTACHABLE_LANGUAGE_HOST: AttachablePlugin = {
  kind: "language",
  name: "nodejs",
  async serve(environment) {
    const children = new ChildProcesses();
    const server = new Server();
    const running = new Set<RunningProgram>();
    server.addService(
      LanguageRuntimeService,
      languageRuntime({
        version,
        children,
        environment,
        ...(process.env.NOKEEP ? {} : { keptPrograms }),
        running,
      }),
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) {
          resolve(bound);
        } else {
          reject(error);
        }
      });
    });
    return {
      port,
      close: async () => {
        await Promise.all(
          [...running].map(async ({ stop, exit }) => {
            stop();
            await exit;
          }),
        );
        await children.stopAll();
        server.forceShutdown();
      },
    };
  },
};

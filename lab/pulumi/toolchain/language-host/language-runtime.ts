/** The gRPC service `pulumirpc.LanguageRuntime` for Node programs, as far as the lab needs it. */
import type { ChildProcess } from "node:child_process";
import type {
  handleServerStreamingCall,
  handleUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import language, { type RunPluginRequest, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import plugin from "@pulumi/pulumi/proto/plugin_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import { type ChildExit, type ChildProcesses, exitOf } from "./child-processes";
import { pluginCommand } from "./plugin-command";
import { programCommand } from "./program-command";

/** The SDK's `run` ends with this code when it has shown the user its error already. */
const ALREADY_REPORTED = 32;

/**
 * Handlers of the service. Programs, policy packs and plugins run as child processes; a call that the engine cancels
 * stops its child. Methods that the lab has no use for, such as code generation, are left out and so "unimplemented".
 *
 * @param engineAddress `host:port` of the engine
 * @param version what the host says it is
 */
export function languageRuntime(
  engineAddress: string,
  version: string,
  children: ChildProcesses,
): UntypedServiceImplementation {
  const run: handleUnaryCall<RunRequest, language.RunResponse> = (call, callback) => {
    runProgram(call.request, engineAddress, children, (child) => {
      call.once("cancelled", () => {
        children.stop(child);
      });
    }).then((response) => {
      callback(null, response);
    }, callback);
  };
  const runPlugin: handleServerStreamingCall<RunPluginRequest, language.RunPluginResponse> = (call) => {
    streamPlugin(call, children).catch((error: unknown) => {
      call.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };
  return {
    handshake: answer(() => new language.LanguageHandshakeResponse()),
    // Plugins and packages are on PATH already; there is nothing for the engine to fetch.
    getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
    getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
    getProgramDependencies: answer(() => new language.GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),
    about: answer(() =>
      new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
    ),
    getPluginInfo: answer(() => new plugin.PluginInfo().setVersion(version)),
    run,
    runPlugin,
    // Dependencies are installed by npm before anything starts.
    installDependencies: (call: ServerWritableStream<unknown, unknown>) => {
      call.end();
    },
    cancel: answer(() => {
      void children.stopAll();
      return new empty.Empty();
    }),
  };
}

/** A handler that needs nothing from its request. */
function answer<Response>(respond: () => Response): handleUnaryCall<unknown, Response> {
  return (_call, callback) => {
    callback(null, respond());
  };
}

/** Runs a Pulumi program; what it prints goes the way of the host's own output, to the user. */
async function runProgram(
  request: RunRequest,
  engineAddress: string,
  children: ChildProcesses,
  onStart: (child: ChildProcess) => void,
): Promise<language.RunResponse> {
  const { args, environment } = programCommand(request, engineAddress);
  const child = children.start(args, {
    cwd: request.getPwd(),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  onStart(child);
  const exit = await exitOf(child);
  const response = new language.RunResponse();
  if (exit.code === ALREADY_REPORTED) {
    return response.setBail(true);
  }
  return exit.code === 0 ? response : response.setError(`the program ended with ${describeExit(exit)}`);
}

/** Runs a plugin or a policy pack; what it prints and its exit code go back as messages of the call. */
async function streamPlugin(
  call: ServerWritableStream<RunPluginRequest, language.RunPluginResponse>,
  children: ChildProcesses,
): Promise<void> {
  const { args, environment, cwd } = pluginCommand(call.request);
  const child = children.start(args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  call.once("cancelled", () => {
    children.stop(child);
  });
  child.stdout?.on("data", (data: Buffer) => {
    call.write(new language.RunPluginResponse().setStdout(data));
  });
  child.stderr?.on("data", (data: Buffer) => {
    call.write(new language.RunPluginResponse().setStderr(data));
  });
  const { code } = await exitOf(child);
  if (!call.cancelled) {
    call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  }
}

function describeExit({ code, signal }: ChildExit): string {
  return signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`;
}

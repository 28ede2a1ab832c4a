/** The gRPC service `pulumirpc.LanguageRuntime` for Node programs, as far as the lab needs it. */
import type {
  handleServerStreamingCall,
  handleUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import language, {
  type GeneratePackageRequest,
  type InstallDependenciesRequest,
  type LanguageHandshakeRequest,
  type LinkRequest,
  type RunPluginRequest,
  type RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import plugin from "@pulumi/pulumi/proto/plugin_pb";
import empty from "google-protobuf/google/protobuf/empty_pb";
import { generatePackage, installPackages, installPlugin, linkPackages } from "./add-package";
import { type ChildExit, type ChildProcesses, exitOf } from "./child-processes";
import { logLines } from "./engine-log";
import type { KeptPrograms, RunningProgram } from "./kept-programs";
import { pluginCommand } from "./plugin-command";
import { type ProgramCommand, programCommand } from "./program-command";

/** The SDK's `run` ends with this code when it has shown the user its error already. */
const ALREADY_REPORTED = 32;

/** A language host. */
export interface LanguageHost {
  /** What the host says it is. */
  readonly version: string;
  readonly children: ChildProcesses;
  /** Environment of programs, in addition to what the engine asks for. */
  readonly environment: NodeJS.ProcessEnv;
  /**
   * `host:port` of the engine that started the host, and reads what the host prints. Without it engines attach to the host:
   * each gives its address in the handshake, and gets what its program prints as messages of its log.
   */
  readonly engineAddress?: string;
  /** Runs the programs that can run in a process with others. Default: each program has a process. */
  readonly keptPrograms?: KeptPrograms;
  /** Gets each program while it runs. Default: none. */
  readonly running?: Set<RunningProgram>;
}

/**
 * Handlers of the service. Programs, policy packs and plugins run as child processes; a call that the engine cancels
 * stops its child. Methods that the lab has no use for, such as the conversion of programs, are left out and so "unimplemented".
 */
export function languageRuntime(host: LanguageHost): UntypedServiceImplementation {
  const { children, version } = host;
  // An engine that attaches has a connection for each of its plugin contexts.
  const attached = new Map<string, string>();
  const handshake: handleUnaryCall<LanguageHandshakeRequest, language.LanguageHandshakeResponse> = (
    call,
    callback,
  ) => {
    attached.set(call.getPeer(), call.request.getEngineAddress());
    callback(null, new language.LanguageHandshakeResponse());
  };
  const run: handleUnaryCall<RunRequest, language.RunResponse> = (call, callback) => {
    runProgram(call.request, host, attached.get(call.getPeer()), (stop) => {
      call.once("cancelled", stop);
    }).then((response) => {
      callback(null, response);
    }, callback);
  };
  const runPlugin: handleServerStreamingCall<RunPluginRequest, language.RunPluginResponse> = (call) => {
    streamPlugin(call, children).catch((error: unknown) => {
      fail(call, error);
    });
  };
  return {
    handshake,
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
    installDependencies,
    generatePackage: generate,
    link,
    cancel: answer(() => {
      void children.stopAll();
      return new empty.Empty();
    }),
  };
}

const installDependencies: handleServerStreamingCall<
  InstallDependenciesRequest,
  language.InstallDependenciesResponse
> = (call) => {
  const directory = call.request.getInfo()?.getProgramDirectory() ?? "";
  const install = call.request.getIsPlugin() ? installPlugin : installPackages;
  install(directory).then(
    (output) => {
      call.write(new language.InstallDependenciesResponse().setStdout(Buffer.from(output)));
      call.end();
    },
    (error: unknown) => {
      fail(call, error);
    },
  );
};

const generate: handleUnaryCall<GeneratePackageRequest, language.GeneratePackageResponse> = (
  call,
  callback,
) => {
  generatePackage(call.request).then(() => {
    callback(null, new language.GeneratePackageResponse());
  }, callback);
};

const link: handleUnaryCall<LinkRequest, language.LinkResponse> = (call, callback) => {
  linkPackages(call.request).then((instructions) => {
    callback(null, new language.LinkResponse().setImportInstructions(instructions));
  }, callback);
};

/** Ends a call with an error. A stream that is destroyed would leave the engine waiting. */
function fail(call: ServerWritableStream<unknown, unknown>, error: unknown): void {
  call.emit("error", error instanceof Error ? error : new Error(String(error)));
}

/** A handler that needs nothing from its request. */
function answer<Response>(respond: () => Response): handleUnaryCall<unknown, Response> {
  return (_call, callback) => {
    callback(null, respond());
  };
}

/**
 * Runs a Pulumi program. What it prints goes to the user: the way of the host's own output, or through the log of an engine
 * that attached to the host.
 */
async function runProgram(
  request: RunRequest,
  host: LanguageHost,
  attachedAddress: string | undefined,
  onStart: (stop: () => void) => void,
): Promise<language.RunResponse> {
  const { environment, engineAddress, running } = host;
  const address = engineAddress ?? attachedAddress ?? "";
  const transpileOnly = environment.PULUMI_NODEJS_TRANSPILE_ONLY === "true";
  const command = programCommand(request, address, transpileOnly);
  const program = startProgram(command, request.getPwd(), host);
  onStart(program.stop);
  running?.add(program);
  const printed = program.streams.map(async (stream, index) => logLines(stream, address, index + 1));
  const exit = await program.exit;
  running?.delete(program);
  await Promise.all(printed);
  const response = new language.RunResponse();
  if (exit.code === ALREADY_REPORTED) {
    return response.setBail(true);
  }
  return exit.code === 0 ? response : response.setError(`the program ended with ${describeExit(exit)}`);
}

/** Starts a program in a process of its own or in one that is kept. */
function startProgram(
  command: ProgramCommand,
  cwd: string,
  { children, environment, engineAddress, keptPrograms }: LanguageHost,
): RunningProgram {
  const { nodeArgs, args } = command;
  const whole = { ...environment, ...command.environment };
  if (keptPrograms !== undefined && command.canShareProcess) {
    return keptPrograms.start({ args, cwd, environment: whole });
  }
  const output = engineAddress === undefined ? "pipe" : "inherit";
  const child = children.start([...nodeArgs, ...args], {
    cwd,
    env: whole,
    stdio: ["ignore", output, output],
  });
  return {
    streams: [child.stdout, child.stderr].filter((stream) => stream !== null),
    exit: exitOf(child),
    stop: () => {
      children.stop(child);
    },
  };
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

/**
 * A process that runs one Pulumi program after another: what `KeptPrograms` starts. Most of a program's time is the start of Node and
 * of the Pulumi SDK, which this process does once.
 *
 * The SDK's own `run` starts each program. A program ends as in a process of its own: when Node has nothing left to wait for. Before
 * the next one, this process sets back what a program can leave: environment, working folder, listeners of the process, the SDK's
 * global state, and each module outside of `node_modules`.
 */
import { createRequire, Module } from "node:module";
import path from "node:path";
import type { EndOfProgram, ProgramToRun } from "./kept-programs";

/** What the SDK keeps for the whole process. Source (source code): `@pulumi/pulumi/runtime/state`. */
interface SdkStore {
  resourcePackages?: unknown;
  resourceModules?: unknown;
}

/**
 * Node emits `beforeExit` so often until the SDK has ended a program. After the first, the SDK asks for a second, and then waits for
 * the engine.
 * Source (source code): `@pulumi/pulumi/cmd/run`.
 */
const BEFORE_EXITS = 3;

const NEW_ENVIRONMENT = Symbol.for("azure-to-aws.lab.new-environment");

/** The SDK's store. A new one takes over the modules of packages, which register themselves only once. */
let sdkStore: SdkStore | undefined;
let registered: SdkStore = {};
Object.defineProperty(globalThis, "globalStore", {
  get: () => sdkStore,
  set: (store: SdkStore | undefined) => {
    sdkStore = store === undefined ? undefined : Object.assign(store, registered);
  },
});

function run({ args, cwd, environment, endMark }: ProgramToRun): void {
  // A program ends when nothing is left to wait for. This process then waits for its parent, but a program does not.
  process.channel?.unref();
  const [entry = "", ...rest] = args;
  forgetModules(path.dirname(entry));
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) {
      Reflect.deleteProperty(process.env, name);
    }
  }
  Object.assign(process.env, environment);
  // What a module of NODE_OPTIONS does to the environment of a new process, such as `lead-to-lab.ts`.
  (Reflect.get(globalThis, NEW_ENVIRONMENT) as (() => void) | undefined)?.();
  process.chdir(cwd);
  process.argv = [process.execPath, entry, ...rest];
  let emitted = 0;
  process.on("beforeExit", () => {
    if (++emitted === BEFORE_EXITS) {
      end(endMark);
    } else {
      // Gives Node something to wait for, so it emits the event again.
      setImmediate(() => undefined);
    }
  });
  createRequire(__filename)(entry);
}

/** Does what Node does at the end of a process, and notifies the parent. */
function end(mark: string): void {
  for (const listener of added("exit")) {
    // The SDK's listeners set the exit code and close its connections.
    Reflect.apply(listener, process, [process.exitCode ?? 0]);
  }
  const message: EndOfProgram = { exitCode: Number(process.exitCode ?? 0) };
  process.exitCode = undefined;
  for (const event of process.eventNames()) {
    for (const listener of added(event)) {
      process.off(event, listener);
    }
  }
  registered = {
    resourcePackages: sdkStore?.resourcePackages,
    resourceModules: sdkStore?.resourceModules,
  };
  sdkStore = undefined;
  process.stdout.write(`${mark}\n`);
  process.stderr.write(`${mark}\n`);
  process.channel?.ref();
  process.send?.(message);
}

/** Listeners that the program and the SDK added to the process. */
function added(event: string | symbol): (() => void)[] {
  const own = ownListeners.get(event) ?? [];
  return process
    .rawListeners(event as "exit")
    .filter((listener) => !own.includes(listener)) as (() => void)[];
}

/** Forgets the modules of programs, and those in a folder of the SDK: they start a program when they are loaded. */
function forgetModules(sdkFolder: string): void {
  const { _cache: cache } = Module as unknown as { readonly _cache: Record<string, unknown> };
  for (const file of Object.keys(cache)) {
    if (!file.includes(`${path.sep}node_modules${path.sep}`) || path.dirname(file) === sdkFolder) {
      Reflect.deleteProperty(cache, file);
    }
  }
}

process.on("message", run);
process.once("disconnect", () => process.exit());

/** Listeners of this process alone, by event. */
const ownListeners = new Map(
  process.eventNames().map((event) => [event, process.rawListeners(event as "exit")]),
);

/** Runs the real Pulumi CLI with a separate state. By default, it neither reads nor changes the user's own setup. */
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { withoutCloudLogins } from "../../cloud-logins";
import { type AttachablePlugin, AttachedPlugins } from "./attached-plugins";
import { type EngineRun, readEngineEvents } from "./engine-events";

/** Where and with what a {@link PulumiCommand} runs. */
export interface PulumiCommandOptions {
  /** The `pulumi` executable. */
  readonly executable: string;
  /** A separate folder for PULUMI_HOME, the file backend, and event logs. */
  readonly directory: string;
  /** Environment of every run, in addition to the variables that keep it hermetic. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plugins that run in this process, not in one that the engine starts. Default is none. */
  readonly attachable?: readonly AttachablePlugin[];
  /**
   * The user's own set-up, of which all but the state is used: home, plugins, and logins. The CLI fetches a missing plugin, and
   * an interrupt lets it finish what is under way. Default: a home in {@link directory}, and nothing is fetched.
   */
  readonly userSetUp?: UserSetUp;
}

/** See {@link PulumiCommandOptions.userSetUp}. */
export interface UserSetUp {
  /** PULUMI_HOME. */
  readonly home: string;
  /** Of the secrets in the state. */
  readonly passphrase: string;
  /** Ends a run of the CLI without waiting for what is under way. */
  readonly hurry: AbortSignal;
}

/** Options of one run of the CLI. */
export interface PulumiRunOptions {
  /** Folder with the Pulumi.yaml. */
  readonly projectDirectory: string;
  /** Receives each line in which the CLI reports a finished resource. Default: none. */
  readonly onProgress?: (line: string) => void;
  /**
   * Variables of this run, in addition to those of every run. Programs in TypeScript are type-checked only if
   * `PULUMI_NODEJS_TRANSPILE_ONLY` is `false`.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Receives the process ID of the CLI, in which the engine runs. Default: none. */
  readonly onStart?: (pid: number) => void;
  readonly signal?: AbortSignal;
  /**
   * Makes the CLI and all plugins log into the output as loud as they get, and keeps the event log in this file. All plugins
   * are processes then, since the engine passes on what those print.
   */
  readonly loudWithEventLog?: string;
}

/** What a finished run of the CLI left. */
export interface PulumiRun extends EngineRun {
  /** 137 if it was killed, as a shell counts. */
  readonly exitCode: number;
  /** What the CLI printed, both streams in order, without colour. */
  readonly output: string;
}

/** For example ` +  aws:iam:Role reader created (0.02s)`, and not the stack itself. The caller reports failures. */
const FINISHED_RESOURCE =
  /^\s*\S{1,2}\s+(?!pulumi:pulumi:Stack )\S+:\S+ \S+ (created|updated|deleted|replaced|create|read)\b(?! (?:\d+ )?error)/;

/** 128 and SIGKILL's number. */
const KILLED = 137;

/** Pulumi's highest verbosity, in the CLI and in every plugin, on standard error. */
const LOUD = ["--logtostderr", "--logflow", "-v=11"];

/** How long the CLI may take to end after an interrupt, before it is killed. */
const FORCE_KILL_AFTER_MS = 15_000;

/** The same for changes of real clouds, of which some take minutes. */
const PATIENCE_MS = 10 * 60_000;

/** The same after a second interrupt, at which the CLI itself waits for nothing. */
const HURRY_MS = 10_000;

/** The real Pulumi CLI with a separate state and home. */
export class PulumiCommand {
  /** Environment with which the same state can be reached from a shell. */
  readonly environment: Readonly<Record<string, string>> & {
    readonly PULUMI_HOME: string;
    readonly PULUMI_BACKEND_URL: string;
  };
  readonly #options: PulumiCommandOptions;
  #runs = 0;

  private constructor(options: PulumiCommandOptions) {
    this.#options = options;
    this.environment = {
      ...options.environment,
      PULUMI_HOME: options.userSetUp?.home ?? path.join(options.directory, "pulumi-home"),
      PULUMI_BACKEND_URL: `file://${path.join(options.directory, "pulumi-state")}`,
      PULUMI_CONFIG_PASSPHRASE: options.userSetUp?.passphrase ?? "lab",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...(options.userSetUp === undefined ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
    };
  }

  static async create(options: PulumiCommandOptions): Promise<PulumiCommand> {
    await mkdir(path.join(options.directory, "pulumi-state"), { recursive: true });
    return new PulumiCommand(options);
  }

  /**
   * Runs `pulumi <args>` and reads the engine's own event log. A failing run is an answer, not an exception.
   *
   * @throws Error when the CLI cannot be started or was interrupted by `signal`.
   */
  async run(args: readonly string[], options: PulumiRunOptions): Promise<PulumiRun> {
    const kept = options.loudWithEventLog;
    const eventLog = kept ?? path.join(this.#options.directory, `events-${++this.#runs}.json`);
    const environment = {
      // A type check costs seconds at each start of a program. `npm run lint` covers the programs of this project.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // The CLI lives for seconds. To collect garbage less often saves 7 % of an operation.
      GOGC: "400",
      ...this.environment,
      ...options.environment,
      // Event logs are behind this switch, as the Automation API uses it.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    const plugins = await AttachedPlugins.start(kept === undefined ? (this.#options.attachable ?? []) : [], {
      ...this.#inherited,
      ...environment,
    });
    try {
      return await this.#execute(args, options, eventLog, { ...environment, ...plugins.environment });
    } finally {
      await plugins.close();
    }
  }

  /** The user's logins are for real clouds. With them, an SDK could prefer a profile to the lab's keys. */
  get #inherited(): NodeJS.ProcessEnv {
    return this.#options.userSetUp === undefined ? withoutCloudLogins(process.env) : process.env;
  }

  async #execute(
    args: readonly string[],
    options: PulumiRunOptions,
    eventLog: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<PulumiRun> {
    const kept = options.loudWithEventLog;
    const child = execa(
      this.#options.executable,
      [
        "--non-interactive",
        "--color",
        "never",
        ...args,
        ...(kept === undefined ? [] : LOUD),
        ...(hasEvents(args) ? ["--event-log", eventLog] : []),
      ],
      {
        cwd: options.projectDirectory,
        env: { ...this.#inherited, ...environment },
        extendEnv: false,
        all: true,
        reject: false,
        stdin: "ignore",
        ...(options.signal ? { cancelSignal: options.signal } : {}),
        ...(this.#options.userSetUp === undefined
          ? { forceKillAfterDelay: FORCE_KILL_AFTER_MS }
          : // In a separate group: the terminal's Ctrl-C would be a second interrupt, at which the CLI drops its work.
            { detached: true, killSignal: "SIGINT" as const, forceKillAfterDelay: PATIENCE_MS }),
      },
    );
    if (child.pid !== undefined) {
      options.onStart?.(child.pid);
    }
    const hurry = (): void => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), HURRY_MS).unref();
    };
    const hurried = this.#options.userSetUp?.hurry;
    hurried?.addEventListener("abort", hurry, { once: true });
    for await (const line of child.iterable({ from: "all" })) {
      if (FINISHED_RESOURCE.test(line)) {
        options.onProgress?.(line.trim());
      }
    }
    const result = await child;
    hurried?.removeEventListener("abort", hurry);
    options.signal?.throwIfAborted();
    const exitCode = result.signal === "SIGKILL" ? KILLED : result.exitCode;
    if (exitCode === undefined) {
      throw new Error(`pulumi ${args.join(" ")}: did not start: ${result.shortMessage}`);
    }
    const events = hasEvents(args) ? await readFile(eventLog, "utf8").catch(() => "") : "";
    if (kept === undefined) {
      await rm(eventLog, { force: true });
    }
    return { exitCode, output: result.all, ...readEngineEvents(events) };
  }
}

function hasEvents(args: readonly string[]): boolean {
  return ["up", "preview", "destroy", "refresh"].includes(args[0] ?? "");
}

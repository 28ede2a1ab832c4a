/** A virtual machine of the lab: a folder that plays its file system, and the processes that run in it. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { shellWord } from "../../terminal/shell";
import { guestEnvironment, serviceEnvironment } from "./guest-environment";
import { moveGuestPaths } from "./guest-paths";
import { ProcessGroups, type ProcessResult } from "./process-groups";
import { standIns } from "./stand-ins";

/** Options of {@link LabVm.create}. */
export interface LabVmOptions {
  readonly name: string;
  /** The folder; it must not exist. */
  readonly folder: string;
  readonly adminUsername: string;
  /** Folders of programs that a real image would have: aws, python3. */
  readonly path: readonly string[];
  /** Address of the machine's metadata service, without a slash at its end. */
  readonly imdsUrl: string;
  /** Address through which the machine reaches AWS. */
  readonly egressUrl: string;
}

/** Options of {@link LabVm.run}. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What the command reads from its standard input. Default is nothing. */
  readonly input?: string;
  /** Ends the command and all that it started; its exit code is 137 then. */
  readonly signal?: AbortSignal;
}

/** Options of {@link LabVm.runScript}. */
export interface ScriptOptions {
  /** By which {@link LabVm.cancelScript} finds it. */
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
}

/** Options of {@link LabVm.runCommand}. */
export interface CommandOptions extends ScriptOptions {
  /** What follows the script on its command line. Default is nothing. */
  readonly args?: readonly string[];
}

/** What a script left. */
export interface ScriptResult extends ProcessResult {
  readonly isTimedOut: boolean;
  readonly isCanceled: boolean;
}

/** Does what a login shell does, then becomes the command. `$0` is the folder of the profile scripts. */
const LOGIN = 'for script in "$0"/*.sh; do [ -r "$script" ] && . "$script"; done; unset script; exec "$@"';

/** A machine that runs. */
export class LabVm {
  readonly #processes = new ProcessGroups();
  readonly #scripts = new Map<string, AbortController>();

  private constructor(private readonly options: LabVmOptions) {}

  /** Makes the folder with what a fresh image has in it. @throws Error when there is something already. */
  static async create(options: LabVmOptions): Promise<LabVm> {
    const { folder, adminUsername } = options;
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder);
    for (const name of ["etc/profile.d", "home", "lab/bin", "opt", "tmp", "var/lib", "var/log"]) {
      await mkdir(join(folder, name), { recursive: true });
    }
    await mkdir(join(folder, "root"), { mode: 0o700 });
    await mkdir(join(folder, "home", adminUsername), { mode: 0o750 });
    for (const [name, script] of Object.entries(standIns(folder, adminUsername))) {
      await writeFile(join(folder, "lab/bin", name), script, { mode: 0o755 });
    }
    const vm = new LabVm(options);
    await writeFile(join(folder, "lab/enter"), vm.#entrance(), { mode: 0o700 });
    return vm;
  }

  get name(): string {
    return this.options.name;
  }

  /** The folder that plays the file system. */
  get folder(): string {
    return this.options.folder;
  }

  /** Address of the machine's metadata service. */
  get imdsUrl(): string {
    return this.options.imdsUrl;
  }

  /** Address through which the machine reaches AWS. */
  get egressUrl(): string {
    return this.options.egressUrl;
  }

  /** Runs a command as the admin user does after logging in. A command that fails is not an error here. */
  async run(command: readonly [string, ...string[]], options: RunOptions = {}): Promise<ProcessResult> {
    const env = this.#userEnvironment();
    return this.#processes.run(["/bin/sh", "-c", LOGIN, join(this.folder, "etc/profile.d"), ...command], {
      cwd: env.HOME,
      env: { ...env, ...options.env },
      input: options.input,
      signal: options.signal,
    });
  }

  #userEnvironment(): ReturnType<typeof guestEnvironment> {
    const { adminUsername } = this.options;
    return guestEnvironment(this.options, { name: adminUsername, home: `home/${adminUsername}` });
  }

  /** A script by which a person enters the machine as {@link run} does: with a command, or into a shell. */
  #entrance(): string {
    const env = this.#userEnvironment();
    const variables = Object.entries(env).map(([name, value]) => shellWord(`${name}=${value}`));
    const login = [LOGIN, join(this.folder, "etc/profile.d")].map(shellWord);
    return [
      "#!/bin/sh",
      `cd ${shellWord(env.HOME)} || exit`,
      `exec env -i ${variables.join(" ")} /bin/sh -c ${login.join(" ")} "\${@:-sh}"`,
      "",
    ].join("\n");
  }

  /** Runs a shell script as root, as cloud-init does. Paths in its text are moved into the folder. */
  async runScript(script: string, options: ScriptOptions): Promise<ScriptResult> {
    const env = guestEnvironment(this.options, { name: "root", home: "root" });
    const file = join(this.folder, "lab", `${options.name}.sh`);
    return this.#runFile(file, script, ["/bin/sh", file], { ...options, env: { ...env, ...options.env } });
  }

  /**
   * Runs a script as root, as Run Command does: bash starts it in a folder of its own, so that the script's first line may
   * name another interpreter, and in the environment of a service. Marks of other systems' editors are removed, as there.
   * Paths in its text are moved into the folder.
   *
   * @evidence source Run Command starts the script with bash in its own folder, without CRLF and byte order marks.
   *   Source: Azure/run-command-handler-linux internal/exec/exec.go.
   */
  async runCommand(script: string, options: CommandOptions): Promise<ScriptResult> {
    const folder = join(this.folder, "var/lib/waagent/run-command-handler", options.name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, "script.sh");
    const line = [file, ...(options.args ?? [])].map(shellWord).join(" ");
    return this.#runFile(
      file,
      script.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"),
      ["/bin/bash", "-c", line],
      {
        ...options,
        env: { ...serviceEnvironment(this.options), ...options.env },
      },
    );
  }

  async #runFile(
    file: string,
    script: string,
    command: readonly [string, ...string[]],
    { name, env, timeoutMilliseconds }: ScriptOptions & { readonly env: Readonly<Record<string, string>> },
  ): Promise<ScriptResult> {
    const canceled = new AbortController();
    const timedOut = AbortSignal.timeout(timeoutMilliseconds);
    this.#scripts.set(name, canceled);
    await writeFile(file, moveGuestPaths(script, this.folder), { mode: 0o700 });
    try {
      const signal = AbortSignal.any([canceled.signal, timedOut]);
      const result = await this.#processes.run(command, { cwd: env.HOME ?? dirname(file), env, signal });
      return { ...result, isTimedOut: timedOut.aborted, isCanceled: canceled.signal.aborted };
    } finally {
      this.#scripts.delete(name);
      await rm(file, { force: true });
    }
  }

  /** Ends a script that is running. */
  cancelScript(name: string): void {
    this.#scripts.get(name)?.abort();
  }

  /** Ends all that runs in the machine; nothing runs in it until {@link start}. */
  stop(): void {
    this.#processes.close();
  }

  /** Lets things run again. */
  start(): void {
    this.#processes.open();
  }

  /** Ends all that runs in the machine and removes its folder. */
  async remove(): Promise<void> {
    this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

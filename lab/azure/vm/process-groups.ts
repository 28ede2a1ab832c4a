/** Processes of a virtual machine, with all that they start. */
import { execa } from "execa";

/** What a finished process left. */
export interface ProcessResult {
  /** 137 if it was killed, as a shell counts. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start one. */
export interface ProcessOptions {
  readonly cwd: string;
  /** The whole environment: the process inherits nothing from the lab. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | undefined;
  /** Ends the process and its children. */
  readonly signal?: AbortSignal | undefined;
}

/** 128 and SIGKILL's number. */
const KILLED = 137;

/** Each process leads a separate group, so that its children end with it. */
export class ProcessGroups {
  readonly #leaders = new Set<number>();
  #isClosed = false;

  /** Runs a command to its end. What it left in the background ends then too, as with a session that closes. */
  async run(command: readonly [string, ...string[]], options: ProcessOptions): Promise<ProcessResult> {
    if (this.#isClosed || options.signal?.aborted === true) {
      return { exitCode: KILLED, stdout: "", stderr: "" };
    }
    const [file, ...args] = command;
    const { cwd, env, signal, input } = options;
    const child = execa(file, args, {
      cwd,
      env,
      extendEnv: false,
      detached: true,
      reject: false,
      stripFinalNewline: false,
      // An empty pipe would be a socket here. Bash would then assume a remote shell, and read the real user's ~/.bashrc.
      ...(input === undefined ? { stdin: "ignore" } : { input }),
    });
    const { pid } = child;
    const kill = (): void => {
      killGroup(pid);
    };
    // Children that hold the output open would keep it waiting.
    child.once("exit", kill);
    signal?.addEventListener("abort", kill, { once: true });
    this.#remember(pid);
    try {
      const { exitCode = KILLED, stdout, stderr } = await child;
      return { exitCode, stdout, stderr };
    } finally {
      signal?.removeEventListener("abort", kill);
      this.#forget(pid);
    }
  }

  /** Ends all that is running, and starts nothing more until {@link open}. */
  close(): void {
    this.#isClosed = true;
    this.#killAll();
  }

  /** Lets processes start again after {@link close}. */
  open(): void {
    this.#isClosed = false;
  }

  #remember(pid: number | undefined): void {
    if (this.#leaders.size === 0) {
      process.on("exit", this.#killAll);
    }
    if (pid !== undefined) {
      this.#leaders.add(pid);
    }
  }

  #forget(pid: number | undefined): void {
    if (pid !== undefined) {
      this.#leaders.delete(pid);
    }
    if (this.#leaders.size === 0) {
      process.off("exit", this.#killAll);
    }
  }

  readonly #killAll = (): void => {
    for (const pid of this.#leaders) {
      killGroup(pid);
    }
  };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // Nothing of the group is left.
  }
}

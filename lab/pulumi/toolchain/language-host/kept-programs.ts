/** Runs Pulumi programs in processes that are kept for the next program. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { PassThrough, type Readable } from "node:stream";
import type { ChildExit } from "./child-processes";
import { TRANSPILER } from "./program-command";

/** A program for a kept process to run. */
export interface ProgramToRun {
  /** Path of the SDK's `run`, and its arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The process prints it on both streams when the program has ended. */
  readonly endMark: string;
}

/** The message that a kept process sends its parent when a program has ended. */
export interface EndOfProgram {
  readonly exitCode: number;
}

/** A program that was started. */
export interface RunningProgram {
  /** What it prints: standard output and standard error, unless the user sees them already. */
  readonly streams: readonly Readable[];
  /** Resolves when it has ended and printed everything. */
  readonly exit: Promise<ChildExit>;
  /** Kills it. Without effect after its end. */
  readonly stop: () => void;
}

/** A process ends after this many programs, so that memory which programs leave behind does not pile up. */
const MOST_PROGRAMS = 100;

/** The processes. They end with this process. */
export class KeptPrograms {
  readonly #idle = new Set<KeptProcess>();

  /**
   * Starts a program, in a process that is idle if there is one. A process has one SDK and one set of Node's options, so a program
   * with others gets another one.
   */
  start(program: Omit<ProgramToRun, "endMark">): RunningProgram {
    const nodeOptions = program.environment.NODE_OPTIONS ?? "";
    const key = JSON.stringify([program.args[0], nodeOptions]);
    const kept =
      [...this.#idle].find((candidate) => candidate.key === key && candidate.canRunAnother) ??
      new KeptProcess(key, nodeOptions);
    this.#idle.delete(kept);
    const running = kept.run(program);
    void running.exit.then(() => {
      if (kept.canRunAnother) {
        this.#idle.add(kept);
      }
    });
    return running;
  }

  /** Ends the idle processes. Resolves when the last one has ended. */
  async end(): Promise<void> {
    await Promise.all([...this.#idle].map(async (kept) => kept.end()));
  }
}

class KeptProcess {
  readonly key: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<ChildExit>;
  #programs = 0;
  #endedWell = true;

  constructor(key: string, nodeOptions: string) {
    this.key = key;
    this.#child = spawn(process.execPath, ["-r", TRANSPILER, require.resolve("./kept-program")], {
      env: { ...process.env, NODE_OPTIONS: nodeOptions },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#closed = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", (code, signal) => {
        resolve({ code, signal });
      });
    });
    // An idle process keeps nobody waiting.
    this.#child.unref();
    this.#child.channel?.unref();
    for (const stream of this.#streams) {
      stream.unref();
    }
  }

  /** A program that failed can leave promises of the SDK pending, for which the next program would wait. */
  get canRunAnother(): boolean {
    return this.#endedWell && this.#programs < MOST_PROGRAMS && this.#child.connected;
  }

  /** Standard output and standard error, which are pipes. */
  get #streams(): Socket[] {
    return [this.#child.stdout, this.#child.stderr] as Socket[];
  }

  run(program: Omit<ProgramToRun, "endMark">): RunningProgram {
    this.#programs += 1;
    this.#endedWell = false;
    const endMark = `end of program ${randomUUID()}`;
    const printed = this.#streams.map((stream) => untilMark(stream, endMark));
    const ended = new Promise<ChildExit>((resolve) => {
      this.#child.once("message", (message) => {
        const { exitCode } = message as EndOfProgram;
        resolve({ code: exitCode, signal: null });
      });
    });
    const exit = this.#finish(ended, printed);
    this.#child.send({ ...program, endMark } satisfies ProgramToRun);
    let isRunning = true;
    const stop = (): void => {
      if (isRunning) {
        this.#child.kill("SIGKILL");
      }
    };
    return {
      streams: printed.map(({ text }) => text),
      exit: exit.finally(() => {
        isRunning = false;
      }),
      stop,
    };
  }

  async end(): Promise<void> {
    this.#child.kill();
    await this.#closed;
  }

  async #finish(ended: Promise<ChildExit>, printed: readonly Printed[]): Promise<ChildExit> {
    const exit = await Promise.race([ended, this.#closed]);
    await Promise.all(printed.map(async ({ whole }) => whole));
    this.#child.removeAllListeners("message");
    this.#endedWell = exit.code === 0 && this.#child.connected;
    if (!this.canRunAnother) {
      this.#child.kill();
    }
    return exit;
  }
}

/** What one program prints into a stream of its process. */
interface Printed {
  readonly text: Readable;
  /** Resolves when the mark or the end of the stream was read. */
  readonly whole: Promise<void>;
}

function untilMark(stream: Readable, mark: string): Printed {
  const text = new PassThrough();
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  const whole = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (!line.endsWith(mark)) {
        text.write(`${line}\n`);
        return;
      }
      if (line !== mark) {
        text.write(line.slice(0, -mark.length));
      }
      lines.close();
    });
    lines.once("close", () => {
      text.end();
      resolve();
    });
  });
  return { text, whole };
}

/** The child process that runs MiniStack with its gaps closed (emulator.py). */
import path from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { coded, withCode } from "../../messages";
import { LAB_ROOT } from "../lab-root";

/** Time that the emulator has to start, in milliseconds. It takes about two seconds on an idle machine. */
const START_LIMIT = 60_000;

/** Time that it has to end by itself before it is killed, in milliseconds. */
const STOP_LIMIT = 5_000;

/** The key of an account's administrator. */
export interface MemberKey {
  /** Twelve digits. */
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** IAM's eventual consistency. */
export interface Replication {
  /** Decides together with a role's name how often the role refuses. */
  readonly seed: string;
  /** The highest number of calls that a new role refuses. Each refuses once at least; 0 is none at all. */
  readonly most: number;
}

/** What {@link Emulator.start} needs. */
export interface EmulatorOptions {
  /** Python of the lab's virtual environment, with MiniStack installed. */
  readonly python: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The account's root key. */
  readonly rootKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The partition in all ARNs. Default is `aws`. */
  readonly partition?: string;
  /** Other accounts, each with the key of an administrator. Default is none. */
  readonly members?: readonly MemberKey[];
  /** How new roles keep STS waiting. Default is not at all. */
  readonly replication?: Replication;
  /** How long IAM takes to show the use of a key, in seconds. Default is not at all: AWS gives no time. */
  readonly lastUseDelay?: number;
  /** Whether CloudTrail's event history has the requests. Default is false. */
  readonly recordsEvents?: boolean;
  /** Value of the header with which the front marks a verified web identity request. */
  readonly frontSecret: string;
}

/** MiniStack, listening on 127.0.0.1, all state in memory. */
export class Emulator {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  readonly #process: EmulatorProcess;

  private constructor(process: EmulatorProcess, port: number) {
    this.#process = process;
    this.url = `http://127.0.0.1:${port}`;
  }

  /**
   * Starts the emulator and waits until it serves requests.
   *
   * The process also ends when this one dies: it watches its standard input.
   *
   * @throws Error with what the emulator wrote to standard error, when it does not start.
   */
  static async start(options: EmulatorOptions): Promise<Emulator> {
    const process = spawn(options);
    const started = AbortSignal.timeout(START_LIMIT);
    const line = await Promise.race([firstLine(process, started), process.then(() => undefined)]);
    if (line === undefined) {
      process.kill();
      const { stderr, shortMessage = "it ended at once" } = await process;
      const reason = started.aborted ? `it was not ready after ${START_LIMIT / 1000} s` : shortMessage;
      throw new Error(
        withCode(
          coded(
            "lab-emulator-failed",
            `the AWS emulator (MiniStack) did not start: ${stderr.trim() || reason}`,
          ),
        ),
      );
    }
    return new Emulator(process, (JSON.parse(line) as { port: number }).port);
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    this.#process.stdin.destroy();
    const late = setTimeout(() => this.#process.kill("SIGKILL"), STOP_LIMIT);
    await this.#process;
    clearTimeout(late);
  }
}

type EmulatorProcess = ReturnType<typeof spawn>;

function spawn(options: EmulatorOptions) {
  return execa(options.python, [path.join(LAB_ROOT, "lab/aws/emulator.py")], {
    stdin: "pipe",
    extendEnv: false,
    env: emulatorEnvironment(options),
    reject: false,
  });
}

async function firstLine(process: EmulatorProcess, signal: AbortSignal): Promise<string | undefined> {
  for await (const line of createInterface({ input: process.stdout, signal })) {
    return line;
  }
  return undefined;
}

function emulatorEnvironment(options: EmulatorOptions): Record<string, string> {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { partition = "aws", members = [], replication = { seed: "", most: 0 }, lastUseDelay = 0 } = options;
  return {
    ...Object.fromEntries(kept),
    PYTHONDONTWRITEBYTECODE: "1",
    CLOUDTRAIL_RECORDING: options.recordsEvents === true ? "1" : "0",
    MINISTACK_ACCOUNT_ID: options.accountId,
    MINISTACK_REGION: options.region,
    AWS_ACCESS_KEY_ID: options.rootKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: options.rootKey.secretAccessKey,
    LAB_FRONT_SECRET: options.frontSecret,
    LAB_EMULATOR: JSON.stringify({ partition, members, replication, lastUseDelay }),
  };
}

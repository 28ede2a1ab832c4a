/** One long-running Python process with the credential helper's modules. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const PROJECT = path.join(__dirname, "../../..");

/** What every token in the targets is asked for. */
export const ASKED = {
  tenantId: "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
  issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
  audience: "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/app",
  clientId: "5a4b3c2d-1e0f-4a5b-8c7d-6e5f4a3b2c1d",
  subject: "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e",
  roleArn: "arn:aws:iam::111122223333:role/reader",
  duration: 3600,
} as const;

/** What the time is to the helper, in seconds since the epoch: the same in each run, so that the outcomes are. */
export const NOW = 1_795_000_000;

const ARGUMENTS = Object.entries({
  "--role-arn": ASKED.roleArn,
  "--audience": ASKED.audience,
  "--client-id": ASKED.clientId,
  "--issuer": ASKED.issuer,
  "--subject": ASKED.subject,
  "--duration": String(ASKED.duration),
}).flat();

/** An input, as test/security/fuzz/helper_process.py reads it. */
export type HelperInput =
  | { readonly target: "imds" | "app-service"; readonly answer: string }
  | { readonly target: "sts"; readonly answer: string; readonly token: string }
  | { readonly target: "cache"; readonly file: string; readonly lock: string };

/** What came of it. */
export type HelperOutcome =
  | { readonly outcome: "refused"; readonly message: string; readonly hasSession?: boolean }
  | ({ readonly outcome: "accepted" } & Readonly<Record<string, unknown>>);

/** Feeds inputs one after the other. Whoever started it stops it. */
export class HelperProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns The process and the line of a cache file that says what its session was asked for. */
  static async start(): Promise<{ readonly helper: HelperProcess; readonly key: string }> {
    const script = path.join(__dirname, "helper_process.py");
    const child = spawn("python3", [
      "-IBS",
      script,
      path.join(PROJECT, "credential-helper"),
      String(NOW),
      ...ARGUMENTS,
    ]);
    child.stderr.pipe(process.stderr);
    const helper = new HelperProcess(child);
    const { key } = JSON.parse(await helper.#next()) as { key: string };
    return { helper, key };
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws Error when the helper ends in any way but its own two */
  async feed(input: HelperInput): Promise<HelperOutcome> {
    this.#child.stdin.write(`${JSON.stringify(input)}\n`);
    const outcome = JSON.parse(await this.#next()) as
      HelperOutcome | { readonly outcome: "crash"; readonly where: string };
    if (outcome.outcome === "crash") {
      throw new Error(`crash: ${outcome.where}`);
    }
    return outcome;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.stdin.end();
    await ended;
  }

  async #next(): Promise<string> {
    const { done, value } = (await this.#answers.next()) as IteratorResult<string, undefined>;
    if (done === true) {
      throw new Error("crash: the Python process ended");
    }
    return value;
  }
}

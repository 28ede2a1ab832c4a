import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { BARE, type CliResult, withoutProgress } from "./run-cli";

/** Leads requests to Azure's public hosts to the lab that a command's environment names. */
const LEAD_TO_LAB = path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js");

/** One command at a time has the environment of the process. */
let queue: Promise<unknown> = Promise.resolve();
let server: ChildProcess | undefined;

/**
 * Runs the built `azure-to-aws` with nothing but the given environment, in a process that it shares with other calls of this function. So
 * the command has the SDKs as a user has them, and only the first call waits for them to load.
 *
 * @param keepsProgress - Whether standard error has the lines on steps that take long. Default: no.
 */
export async function runServed(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  keepsProgress = false,
): Promise<CliResult> {
  const result = queue.then(async () => {
    const child = (server ??= startServer());
    child.channel?.ref();
    try {
      const { stderr, ...result } = await ask(child, { args, environment: { ...BARE, ...environment } });
      return { ...result, stderr: keepsProgress ? stderr : withoutProgress(stderr) };
    } finally {
      // This process may end while nobody waits for an answer. The other one ends with it.
      child.channel?.unref();
    }
  });
  queue = result.catch(() => undefined);
  return result;
}

function startServer(): ChildProcess {
  const child = fork(path.join(__dirname, "serve-commands.cjs"), {
    execArgv: ["--require", LEAD_TO_LAB],
    env: BARE,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.once("exit", () => {
    server = undefined;
  });
  child.unref();
  return child;
}

/** Sends a command line and waits for its result. A command that ends the process fails at once, not by a timeout. */
async function ask(child: ChildProcess, request: object): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => {
      reject(new Error(`the command ended its process with exit code ${String(code)}`));
    };
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      resolve(answer as CliResult);
    });
    child.send(request);
  });
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { BARE, type CliResult } from "./run-cli";

/** Leads requests to Azure's public hosts to the lab that a command's environment names. */
const LEAD_TO_LAB = path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js");

/** One command at a time has the environment of the process. */
let queue: Promise<unknown> = Promise.resolve();
let server: ChildProcess | undefined;

/**
 * Runs the built `azure-to-aws` with nothing but the given environment, in a process that it shares with other calls of this function. So
 * the command has the SDKs as a user has them, and only the first call waits for them to load.
 */
export async function runServed(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CliResult> {
  const result = queue.then(async () => {
    server ??= fork(path.join(__dirname, "serve-commands.cjs"), {
      execArgv: ["--require", LEAD_TO_LAB],
      env: BARE,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const child = server;
    child.unref();
    child.channel?.ref();
    child.send({ args, environment: { ...BARE, ...environment } });
    const [answer] = (await once(child, "message")) as [CliResult];
    // This process may end while nobody waits for an answer, and then the other one ends too.
    child.channel?.unref();
    return answer;
  });
  queue = result.catch(() => undefined);
  return result;
}

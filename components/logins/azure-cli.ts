import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** How a program is started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
}

/** All that an argument may have: on Windows it goes through a shell. */
const PLAIN = /^[\w:/.-]+$/;

/**
 * How the Azure CLI is started. On Windows it is a batch file, which Node starts by no other way than a shell. The shell
 * looks into the working folder first, so that is the system's: no `az.cmd` of a project runs.
 *
 * @throws Error for an argument with a character that a shell may take for its own.
 */
export function azureCliCommand(
  args: readonly string[],
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Command {
  const odd = args.find((arg) => !PLAIN.test(arg));
  if (odd !== undefined) {
    throw new Error(`not an argument for the Azure CLI: ${JSON.stringify(odd)}`);
  }
  return platform === "win32"
    ? { file: "cmd.exe", args: ["/d", "/c", "az", ...args], cwd: environment.SystemRoot }
    : { file: "az", args, cwd: undefined };
}

/**
 * The answer of the Azure CLI to a command.
 *
 * @param timeout - How long it may take, in milliseconds.
 * @throws Error when it fails or is not there.
 */
export async function runAzureCli(args: readonly string[], timeout: number): Promise<string> {
  const command = azureCliCommand(args);
  const options = { timeout, windowsHide: true, ...(command.cwd === undefined ? {} : { cwd: command.cwd }) };
  const { stdout } = await promisify(execFile)(command.file, command.args, options);
  return stdout;
}

/** The credential helper in the workload's machine, started as the AWS CLI starts it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { shellWord } from "../../../lab/terminal";
import { Refused } from "../exploits/outcome";
import type { AttackContext } from "./attack";

/** The access key ID of whatever the attacker plants in place of a session. */
export const PLANTED_KEY_ID = "AKIAPLANTEDPLANTED00";

/** What the helper does with something planted that it does not mention. */
export const NOT_USED = { code: "not used", message: "the helper gave the workload's own session" } as const;

/**
 * Runs a command with a terminal as its standard error, and passes on what it wrote there. The helper shows warnings
 * beside credentials to a person at a terminal alone.
 */
const AT_TERMINAL = `
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
run = subprocess.run(sys.argv[1:], stderr=theirs)
os.close(theirs)
try:
    while True:
        os.write(2, os.read(ours, 4096).replace(b"\\r\\n", b"\\n"))
except OSError:
    pass
sys.exit(run.returncode)`;

/** How to start it. */
export interface HelperCall {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments behind those that stand in the AWS config. */
  readonly args?: readonly string[];
  /** A command that is carried out before, in the same shell. */
  readonly before?: string;
}

/**
 * Runs the helper as the AWS config says.
 *
 * @returns the planted session, when it gave that
 * @throws Refused with its exit code and its message; with `warning` and its message when it gave a right session all the
 *   same; with `not used` when it had nothing to say
 */
export async function callHelper(context: AttackContext, call: HelperCall = {}): Promise<string> {
  const { env = {}, args = [], before = ":" } = call;
  const command = [await credentialProcess(context), ...args].join(" ");
  const atTerminal = `python3 -IS -c ${shellWord(AT_TERMINAL)} ${command}`;
  const { exitCode, stdout, stderr } = await context.vm.run(["sh", "-c", `${before}; ${atTerminal}`], {
    env,
  });
  if (exitCode !== 0) {
    throw new Refused(`exit ${exitCode}`, stderr);
  }
  if (stdout.includes(PLANTED_KEY_ID)) {
    return stdout;
  }
  const { AccessKeyId } = JSON.parse(stdout) as { AccessKeyId: string };
  if (!AccessKeyId.startsWith("ASIA")) {
    throw new Error(`the helper gave ${AccessKeyId}, which is no session`);
  }
  throw stderr === "" ? new Refused(NOT_USED.code, NOT_USED.message) : new Refused("warning", stderr);
}

/** The command in the installed AWS config. */
async function credentialProcess({ vm }: AttackContext): Promise<string> {
  const config = await readFile(path.join(vm.folder, "etc/azure-to-aws/config"), "utf8");
  const [, command] = /^credential_process = (.+)$/m.exec(config) ?? [];
  if (command === undefined) {
    throw new Error("the machine's AWS config has no credential_process");
  }
  return command;
}

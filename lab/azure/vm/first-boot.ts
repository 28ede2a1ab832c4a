/** What custom data makes a virtual machine do when it starts for the first time. */
import { appendFile, chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { shellWord } from "../../terminal/shell";
import type { CloudConfig } from "./cloud-config";
import { moveGuestPaths } from "./guest-paths";
import type { LabVm } from "./lab-vm";

/** How long a command may take, in milliseconds. */
const TIMEOUT = 600_000;

/**
 * Writes the files, then runs the commands as root. As with a real machine, a command that fails stops nothing; what
 * all of them printed is in /var/log/cloud-init-output.log.
 *
 * @evidence documentation A command that fails stops nothing; the outputs are in /var/log/cloud-init-output.log.
 *   Source: cloud-init, modules `write_files` and `runcmd`.
 */
export async function carryOutCloudConfig(vm: LabVm, { files, commands }: CloudConfig): Promise<void> {
  for (const { path, content, mode, append } of files) {
    const moved = moveGuestPaths(path, vm.folder);
    // Every file of the machine is in its folder, those included whose paths mean nothing to scripts.
    const target = moved === path ? join(vm.folder, path) : moved;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, moveGuestPaths(content, vm.folder), { flag: append ? "a" : "w" });
    await chmod(target, mode);
  }
  const log = join(vm.folder, "var/log/cloud-init-output.log");
  for (const [index, command] of commands.entries()) {
    const script = typeof command === "string" ? command : command.map(shellWord).join(" ");
    const { stdout, stderr } = await vm.runScript(script, {
      name: `runcmd-${index}`,
      timeoutMilliseconds: TIMEOUT,
    });
    await appendFile(log, stdout + stderr);
  }
}

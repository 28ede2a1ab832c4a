import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** Processes that know of `directory`, by their command line; only Linux lets that be read from files. */
async function processesOf(directory: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    ids.map(async (id) => {
      const texts = await Promise.all(
        ["cmdline", "environ"].map((file) => readFile(`/proc/${id}/${file}`, "utf8").catch(() => "")),
      );
      return texts.join("").includes(directory) ? (texts[0] ?? "").replaceAll("\0", " ") : "";
    }),
  );
  return commands.filter((command) => command !== "");
}

/** Starts the demo as a shell does, in a process group of its own, and interrupts the group when `moment` is printed. */
async function interruptAt(moment: RegExp): Promise<{ exitCode: number | undefined; directory: string }> {
  const demo = execa(
    process.execPath,
    ["-r", "./tools/typescript/register.cjs", "tools/demo/main.ts", "--keep"],
    {
      cwd: PROJECT_ROOT,
      detached: true,
      reject: false,
      all: true,
      buffer: false,
    },
  );
  const lines = createInterface({ input: demo.all });
  let directory = "";
  let interrupted = false;
  for await (const line of lines) {
    directory = /\/\S*azure-to-aws-lab-\w+/.exec(line)?.[0] ?? directory;
    if (!interrupted && moment.test(line)) {
      interrupted = true;
      process.kill(-(demo.pid ?? 0), "SIGINT");
    }
  }
  const { exitCode } = await demo;
  return { exitCode, directory };
}

describe("Ctrl-C in the demo", function () {
  this.timeout("15m");

  before(function () {
    if (process.platform !== "linux") {
      this.skip();
    }
  });

  it("in the middle of an update leaves no process, no lock and no file behind", async () => {
    const { exitCode, directory } = await interruptAt(/EntraAudience .* created|aws:iam:Role .* created/);
    assert.equal(exitCode, 130);
    assert.equal(existsSync(directory), false);
    assert.deepEqual(await processesOf(directory), []);
  });

  it("while the lab is kept stops it", async () => {
    const { exitCode, directory } = await interruptAt(/The lab is running/);
    assert.equal(exitCode, 130);
    assert.match(directory, /azure-to-aws-lab-/);
    assert.equal(existsSync(directory), false);
    assert.deepEqual(await processesOf(directory), []);
  });
});

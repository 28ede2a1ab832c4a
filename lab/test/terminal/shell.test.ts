import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { shellWord, writeLauncher, writeProgramLauncher } from "../../terminal/shell";
import { useTemporaryDirectory } from "../../testing/fixtures";

describe("shellWord", () => {
  it("leaves a plain word as it is", () => {
    assert.equal(shellWord("/opt/azure-to-aws/run.py"), "/opt/azure-to-aws/run.py");
  });

  for (const word of ["", "a b", "it's", '"', "$HOME", "`id`", "a\nb", "*", "~", "\\", "!", "#"]) {
    it(`comes out of a shell as it went in: ${JSON.stringify(word)}`, () => {
      assert.equal(
        execFileSync("/bin/sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" }),
        word,
      );
    });
  }
});

describe("writeLauncher", () => {
  const directory = useTemporaryDirectory();
  const launcher = () => path.join(directory(), "bin", "pulumi-resource-aws");

  it("runs an entry whose path has spaces, quotes and dollars with this Node and all arguments", async () => {
    const entry = path.join(directory(), 'it\'s a $HOME `id` "entry".js');
    await writeFile(entry, "console.log(JSON.stringify([process.execPath, ...process.argv.slice(1)]))");
    await writeLauncher(launcher(), entry);
    const { stdout } = await execa(launcher(), ["a b", "'c'", "$d", ""], {
      env: { PATH: "/usr/bin:/bin" },
      extendEnv: false,
    });
    assert.deepEqual(JSON.parse(stdout), [process.execPath, entry, "a b", "'c'", "$d", ""]);
  });

  it("keeps the process ID, by which the engine signals it", async () => {
    const entry = path.join(directory(), "entry.js");
    await writeFile(entry, "console.log(process.pid)");
    await writeLauncher(launcher(), entry);
    const child = execa(launcher());
    assert.equal((await child).stdout, String(child.pid));
  });

  it("replaces a launcher that is there, even one that may not be executed", async () => {
    const entry = path.join(directory(), "entry.js");
    await writeFile(entry, "console.log('new')");
    const file = path.join(directory(), "pulumi-resource-aws");
    await writeFile(file, "old", { mode: 0o600 });
    await writeLauncher(file, entry);
    assert.equal((await execa(file)).stdout, "new");
  });
});

describe("writeProgramLauncher", () => {
  const directory = useTemporaryDirectory();

  it("runs a program with further variables and all arguments", async () => {
    const file = path.join(directory(), "bin", "az");
    await writeProgramLauncher(file, "/usr/bin/env", { NAME: "it's $HOME" });
    const { stdout } = await execa(file, ["printenv", "NAME"]);
    assert.equal(stdout, "it's $HOME");
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { standIns } from "../../../lab/azure";
import { ending, start } from "../credential-helper/helper/run-helper";

describe("standIns", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
    for (const [name, script] of Object.entries(standIns("/vm", "ops"))) {
      writeFileSync(join(folder, name), script, { mode: 0o755 });
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const run = async (name: string, ...args: string[]) =>
    ending(start([join(folder, name), args], { PATH: `${folder}:${process.env.PATH ?? ""}` }));

  it("know the users of the machine and no other", async () => {
    assert.equal((await run("getent", "passwd", "ops")).stdout, "ops:x:1000:1000::/vm/home/ops:/bin/sh\n");
    assert.equal((await run("getent", "passwd", "root")).stdout, "root:x:0:0::/vm/root:/bin/sh\n");
    assert.equal((await run("getent", "passwd", "op")).exitCode, 2);
    assert.equal((await run("getent", "group", "ops")).exitCode, 1);
  });

  it("list all users", async () => {
    assert.equal(
      (await run("getent", "passwd")).stdout,
      "root:x:0:0::/vm/root:/bin/sh\nops:x:1000:1000::/vm/home/ops:/bin/sh\n",
    );
  });

  it("go on as another user, if there is one", async () => {
    assert.equal((await run("runuser", "-u", "ops", "--", "echo", "a b")).stdout, "a b\n");
    const refused = await run("runuser", "-u", "other", "--", "echo");
    assert.deepEqual(refused, { exitCode: 1, stdout: "", stderr: "runuser: user other does not exist\n" });
  });

  it("give a file to nobody", async () => {
    assert.equal((await run("chown", "ops", "/nowhere")).exitCode, 0);
  });
});

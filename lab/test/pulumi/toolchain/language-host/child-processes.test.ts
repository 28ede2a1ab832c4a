import assert from "node:assert/strict";
import { once } from "node:events";
import { ChildProcesses, exitOf } from "../../../../pulumi/toolchain/language-host/child-processes";
import { isAlive } from "../../../../testing/fixtures";

describe("ChildProcesses", () => {
  const children = new ChildProcesses();
  const start = (script: string) => children.start(["-e", script], { stdio: ["ignore", "pipe", "inherit"] });

  it("says how a child ended", async () => {
    assert.deepEqual(await exitOf(start("process.exit(32)")), { code: 32, signal: null });
  });

  it("stops one child and leaves the others", async () => {
    const [one, other] = [start("setInterval(() => {}, 1000)"), start("setInterval(() => {}, 1000)")];
    children.stop(one);
    assert.deepEqual(await exitOf(one), { code: null, signal: "SIGTERM" });
    assert.equal(isAlive(other.pid ?? 0), true);
    await children.stopAll();
    assert.equal(isAlive(other.pid ?? 0), false);
  });

  it("kills a child that does not end when asked", async () => {
    const child = start("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')");
    assert(child.stdout !== null);
    await once(child.stdout, "data");
    const exit = exitOf(child);
    await children.stopAll();
    assert.deepEqual(await exit, { code: null, signal: "SIGKILL" });
  });

  it("has nothing to stop when all have ended", async () => {
    const child = start("");
    await exitOf(child);
    children.stop(child);
    await children.stopAll();
  });
});

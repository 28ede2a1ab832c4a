import assert from "node:assert/strict";
import { access, mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { exclusively } from "../../../pulumi/toolchain/exclusive-work";
import { until, useTemporaryDirectory } from "../../../testing/fixtures";

describe("exclusively", () => {
  const directory = useTemporaryDirectory();
  const unstopped = new AbortController().signal;
  const target = () => path.join(directory(), "made", "here", "result");
  const options = (lines: string[] = [], signal = unstopped) => ({
    report: (line: string) => lines.push(line),
    signal,
    what: "the tool",
  });

  it("makes a second caller wait with progress until the first has ended", async () => {
    const order: string[] = [];
    const lines: string[] = [];
    let finishFirst: () => void = () => undefined;
    const first = exclusively(target(), options(), async () => {
      order.push("first begins");
      await new Promise<void>((resolve) => (finishFirst = resolve));
      order.push("first ends");
    });
    await until(() => order.length === 1);
    const second = exclusively(target(), options(lines), () => Promise.resolve(order.push("second")));
    await until(() => lines.length > 0);
    assert.deepEqual(lines, ["waiting for another process that installs the tool: 0 s"]);
    finishFirst();
    await Promise.all([first, second]);
    assert.deepEqual(order, ["first begins", "first ends", "second"]);
  });

  it("returns the result of the work, and releases the lock", async () => {
    assert.equal(await exclusively(target(), options(), () => Promise.resolve(42)), 42);
    await assert.rejects(access(`${target()}.lock`), { code: "ENOENT" });
  });

  it("releases the lock if the work fails", async () => {
    const failing = exclusively(target(), options(), () => Promise.reject(new Error("no luck")));
    await assert.rejects(failing, { message: "no luck" });
    await assert.rejects(access(`${target()}.lock`), { code: "ENOENT" });
  });

  it("takes over the lock of a process that has ended", async () => {
    const longAgo = new Date(Date.now() - 60_000);
    await mkdir(`${target()}.lock`, { recursive: true });
    await utimes(`${target()}.lock`, longAgo, longAgo);
    assert.equal(await exclusively(target(), options(), () => Promise.resolve("done")), "done");
  });

  it("stops waiting when aborted, and keeps the lock of the other process", async () => {
    await mkdir(`${target()}.lock`, { recursive: true });
    const controller = new AbortController();
    const lines: string[] = [];
    const waiting = exclusively(target(), options(lines, controller.signal), () => Promise.resolve());
    await until(() => lines.length > 0);
    controller.abort(new Error("stopped by the user"));
    await assert.rejects(waiting, { message: "stopped by the user" });
    await access(`${target()}.lock`);
  });

  it("names a folder that is not writable, and the remedy", async () => {
    await writeFile(path.join(directory(), "made"), "a file where a folder should be");
    await assert.rejects(
      exclusively(target(), options(), () => Promise.resolve()),
      (error: Error) => {
        assert.equal(
          error.message.startsWith(`${path.dirname(target())}: cannot write to the cache (ENOTDIR: `),
          true,
        );
        assert.match(
          error.message,
          /\. Make the folder writable, or set XDG_CACHE_HOME to another folder \[lab-cache-not-writable\]$/,
        );
        return true;
      },
    );
  });
});

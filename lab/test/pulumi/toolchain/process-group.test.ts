import assert from "node:assert/strict";
import { ProcessError, runProcessGroup } from "../../../pulumi/toolchain/process-group";
import { isAlive, until } from "../../../testing/fixtures";

describe("runProcessGroup", () => {
  const options = { environment: { PATH: "/usr/bin:/bin" }, signal: new AbortController().signal };

  it("hands on each line of stdout and stderr", async () => {
    const lines: string[] = [];
    await runProcessGroup("sh", ["-c", "echo one; echo; echo two >&2"], {
      ...options,
      onLine: (line) => lines.push(line),
    });
    assert.deepEqual(lines.sort(), ["one", "two"]);
  });

  it("says what a failed program wrote last", async () => {
    await assert.rejects(
      runProcessGroup("sh", ["-c", "seq 1 30; echo the cause >&2; exit 3"], options),
      (error) => {
        assert(error instanceof ProcessError);
        assert.equal(error.message, "sh failed: the cause");
        assert.equal(error.lines.length, 20);
        return true;
      },
    );
  });

  it("says so when a program cannot be started", async () => {
    await assert.rejects(runProcessGroup("no-such-program", [], options), {
      name: "ProcessError",
      message: /^no-such-program failed: .*ENOENT/s,
    });
  });

  it("starts nothing when aborted before", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));
    await assert.rejects(runProcessGroup("no-such-program", [], { ...options, signal }), {
      message: "stopped",
    });
  });

  it("ends a program and its children when aborted", async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const running = runProcessGroup("sh", ["-c", "sleep 600 & echo $!; echo $$; wait"], {
      ...options,
      signal: controller.signal,
      onLine: (line) => pids.push(Number(line)),
    });
    await until(() => pids.length === 2);
    controller.abort(new Error("stopped"));
    await assert.rejects(running, { message: "stopped" });
    await until(() => !pids.some(isAlive));
  });

  it("kills what does not end when asked", async function () {
    this.timeout(15_000);
    const controller = new AbortController();
    let ready = false;
    const running = runProcessGroup("sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"], {
      ...options,
      signal: controller.signal,
      onLine: () => (ready = true),
    });
    await until(() => ready);
    controller.abort(new Error("stopped"));
    await assert.rejects(running, { message: "stopped" });
  });
});

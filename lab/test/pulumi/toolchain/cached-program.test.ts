import assert from "node:assert/strict";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { type CachedProgram, ensureCachedProgram } from "../../../pulumi/toolchain/cached-program";
import { useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("ensureCachedProgram", () => {
  const directory = useTemporaryDirectory();
  const options = () => ({ report: () => undefined, cacheDirectory: directory(), environment: {} });
  let fillings = 0;
  const program: CachedProgram = {
    title: "the tool 1.0.0",
    cacheName: "tool-1.0.0",
    executable: "tool",
    remedy: "Install it.",
    fill: async (workspace) => {
      fillings += 1;
      await writeScript(path.join(workspace, "result", "bin", "tool"), "echo tool");
    },
  };

  beforeEach(() => {
    fillings = 0;
  });

  it("installs the program once, then takes it from the cache", async () => {
    const expected = path.join(directory(), "tool-1.0.0", "bin", "tool");
    assert.equal(await ensureCachedProgram(program, options()), expected);
    assert.equal(await ensureCachedProgram(program, options()), expected);
    assert.equal(fillings, 1);
    assert.deepEqual(await readdir(directory()), ["tool-1.0.0"]);
  });

  it("installs it once for two concurrent callers", async () => {
    await Promise.all([ensureCachedProgram(program, options()), ensureCachedProgram(program, options())]);
    assert.equal(fillings, 1);
  });

  it("fails in one line with the reason and the remedy, and leaves nothing", async () => {
    const failing = { ...program, fill: () => Promise.reject(new Error("no route")) };
    await assert.rejects(ensureCachedProgram(failing, options()), {
      message: "could not install the tool 1.0.0: no route. Install it. [lab-program-missing]",
    });
    assert.deepEqual(await readdir(directory()), []);
  });

  it("removes the files of a killed process", async () => {
    await mkdir(path.join(directory(), "tool-1.0.0.partial", "leftover"), { recursive: true });
    await ensureCachedProgram(program, options());
    assert.deepEqual(await readdir(directory()), ["tool-1.0.0"]);
  });

  it("rejects with the reason if it was stopped before", async () => {
    const signal = AbortSignal.abort(new Error("stopped by the user"));
    await assert.rejects(ensureCachedProgram(program, { ...options(), signal }), {
      message: "stopped by the user",
    });
    assert.equal(fillings, 0);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../lab/project-root";

describe("a command of the lab", () => {
  let bin: string;

  beforeEach(async () => {
    bin = await mkdtemp(path.join(tmpdir(), "lab-command-"));
    await symlink(process.execPath, path.join(bin, "node"));
  });

  afterEach(async () => {
    await rm(bin, { recursive: true });
  });

  const demo = (args: readonly string[], environment: Record<string, string> = {}) =>
    execa(process.execPath, [path.join(PROJECT_ROOT, "dist/lab/demo.js"), ...args], {
      env: environment,
      reject: false,
    });

  it("names in one line what the machine lacks, and starts nothing", async () => {
    const { exitCode, stdout, stderr } = await demo([], { PATH: bin });
    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr.trim(),
      "Neither python3 nor python on PATH runs: Python >= 3.10 with venv is needed. " +
        "Install it from https://www.python.org or with the system's package manager.",
    );
  });

  it("names an option that there is not", async () => {
    const { exitCode, stderr } = await demo(["--foo"]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /Unknown option '--foo'/);
    assert.match(stderr, /--keep/);
  });

  it("tells how it is used", async () => {
    const { exitCode, stdout } = await demo(["--help"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Usage: npm run demo/);
  });
});

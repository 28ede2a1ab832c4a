import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { helperFiles } from "../../../../credential-helper/helper-files";
import { ensurePythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { useFixture } from "./fixture";
import { findPython38 } from "./python38";
import { commandOf, ending, helperSources, start } from "./run-helper";

const fixtures = join(__dirname, "../fixtures");
const paths = helperFiles().map(({ path }) => join(helperSources, path));

/** Lists what files use beyond the syntax and the names of Python 3.8; works with any newer Python. */
function beyond38(files: readonly string[]): string[] {
  const script = join(fixtures, "python_names.py");
  const run = spawnSync("python3", ["-IS", script, "check", join(fixtures, "python38-names.txt"), ...files], {
    encoding: "utf8",
  });
  assert.equal(run.stderr, "");
  return run.stdout.split("\n").filter((line) => line !== "");
}

describe("With Python 3.8 the credential helper", () => {
  const fixture = useFixture();

  it("needs no newer syntax and no newer name of the standard library", () => {
    assert.deepEqual(beyond38(paths), []);
  });

  it("would not pass that check with newer syntax", () => {
    const file = join(fixture.folder, "newer.py");
    writeFileSync(file, "match 1:\n  case _: pass\n");
    const [problem = "", ...more] = beyond38([file]);
    assert.deepEqual(more, []);
    assert.match(problem.slice(file.length), /^:[12]: Pattern matching/);
  });

  const newer: Record<string, [string, string]> = {
    "a name of a module": ["import os\nos.pidfd_open(1)\n", "2: os.pidfd_open"],
    "a name imported from a module": ["from random import randbytes\n", "1: random.randbytes"],
    "a module": ["import tomllib\n", "1: tomllib"],
    "a method": ['"x".removeprefix("x")\n', "1: .removeprefix"],
    "a built-in name": ["raise ExceptionGroup('', [])\n", "1: ExceptionGroup"],
  };
  for (const [name, [source, problem]] of Object.entries(newer)) {
    it(`would not pass that check with ${name} newer than that`, () => {
      const file = join(fixture.folder, "newer.py");
      writeFileSync(file, source);
      assert.deepEqual(beyond38([file]), [`${file}:${problem}`]);
    });
  }

  describe("by vermin's judgment", () => {
    let vermin = "";

    before(async function () {
      // The first time on a machine, packages are fetched.
      this.timeout(600_000);
      vermin = join((await ensurePythonEnvironment({ report: () => undefined })).bin, "vermin");
    });

    const judge = (files: readonly string[]) =>
      spawnSync(vermin, ["--no-tips", "--eval-annotations", "-t=3.8-", ...files], { encoding: "utf8" });

    it("needs nothing newer", () => {
      const { status, stdout } = judge(paths);
      assert.equal(status, 0, stdout);
      assert.match(stdout, /^Minimum required versions: 3\.\d+$/m);
    });

    it("would need something newer with what is newer", () => {
      const file = join(fixture.folder, "newer.py");
      writeFileSync(file, '"x".removeprefix("x")\n');
      assert.notEqual(judge([file]).status, 0);
    });
  });

  it("runs, where Python 3.8 is installed", async function () {
    const python = findPython38();
    if (python === undefined) {
      this.skip();
    }
    const options = fixture.options();
    const [, args] = commandOf(options);
    const first = await ending(start([python, args], options.env));
    assert.equal(first.exitCode, 0, first.stderr);
    assert.equal(first.stderr, "");
    const report = commandOf({ ...options, args: [...(options.args ?? []), "--diagnose"] });
    assert.equal((await ending(start([python, report[1]], options.env))).exitCode, 0);
    assert.deepEqual(await ending(start([python, args], options.env)), first);
  });
});

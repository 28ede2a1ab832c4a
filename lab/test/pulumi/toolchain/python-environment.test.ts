import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { ensurePythonEnvironment } from "../../../pulumi/toolchain/python-environment";
import { sourceFile } from "../../../pulumi/toolchain/toolchain-files";
import { until, useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("the lab's Python environment", function () {
  this.timeout(600_000); // The packages are fetched when the user's cache is empty.

  it("has the AWS CLI, boto3 and the emulator in the locked versions", async () => {
    const { bin, python } = await ensurePythonEnvironment({ report: () => undefined });
    const aws = await execa(path.join(bin, "aws"), ["--version"]);
    assert.match(aws.stdout, /^aws-cli\/1\.46\.3 /);
    const script =
      'from importlib.metadata import version as v; print(v("boto3"), v("ministack")); import boto3';
    assert.equal((await execa(python, ["-c", script])).stdout, "1.43.106 1.5.33");
  });

  for (const [name, count] of [
    ["requirements.txt", 29],
    ["sdk-requirements.txt", 22],
  ] as const) {
    it(`locks each package of ${name} with hashes and names no package index`, async () => {
      const lines = (await readFile(sourceFile(name), "utf8")).split("\n");
      const packages = lines.filter((line) => /^[a-z0-9]/i.test(line));
      assert.equal(packages.length, count);
      assert.deepEqual(
        packages.filter((line) => !/^[a-z0-9_.-]+==[^ ]+( ; .*)? \\$/i.test(line)),
        [],
      );
      assert.equal(
        lines.filter((line) => line.startsWith("    --hash=sha256:")).length > packages.length,
        true,
      );
      assert.deepEqual(
        lines.filter((line) => /https?:|index-url|find-links|trusted-host/.test(line)),
        [],
      );
    });
  }
});

describe("ensurePythonEnvironment", () => {
  const directory = useTemporaryDirectory();
  const cache = () => path.join(directory(), "cache");
  const log = () => path.join(directory(), "log");

  /** A Python that knows its version, and whose environments hold a copy of itself in which pip does `pip`. */
  const fakePython = (version: string, pip: string) =>
    writeScript(
      path.join(directory(), "bin", "python3"),
      `case "$1 $2" in
"-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo venv >> "${log()}" ;;
"-m pip") echo "$* PIP_TARGET=$PIP_TARGET" >> "${log()}"; ${pip} ;;
"-c "*) printf "${version}\\nvenv\\n" ;;
esac`,
    );
  const ensure = (signal?: AbortSignal) =>
    ensurePythonEnvironment({
      report: () => undefined,
      ...(signal === undefined ? {} : { signal }),
      cacheDirectory: cache(),
      environment: { PATH: path.join(directory(), "bin"), PIP_TARGET: "/elsewhere" },
      requirements: path.join(directory(), "requirements.txt"),
    });
  const pipRuns = async () =>
    (await readFile(log(), "utf8")).split("\n").filter((line) => line.includes("-m pip"));

  beforeEach(async () => {
    await writeFile(path.join(directory(), "requirements.txt"), "boto3==1.0.0\n");
    await writeFile(log(), "");
  });

  it("installs wheels with checked hashes, into the environment whatever the user has set", async () => {
    await fakePython("3.11.7", "echo Collecting boto3");
    const { directory: made, bin, python } = await ensure();
    assert.equal(path.dirname(made), cache());
    assert.equal(bin, path.join(made, "bin"));
    assert.equal(python, path.join(made, "bin", "python"));
    assert.deepEqual(await pipRuns(), [
      "-m pip install --no-input --disable-pip-version-check --progress-bar off --only-binary :all: " +
        `--require-hashes --requirement ${path.join(directory(), "requirements.txt")} PIP_TARGET=`,
    ]);
  });

  it("creates it once, also for two concurrent callers", async () => {
    await fakePython("3.11.7", "sleep 1");
    const [one, two] = await Promise.all([ensure(), ensure()]);
    assert.deepEqual(one, two);
    assert.deepEqual(await ensure(), one);
    assert.equal((await pipRuns()).length, 1);
  });

  it("creates another one for other requirements and for another Python", async () => {
    await fakePython("3.11.7", "");
    const first = await ensure();
    await writeFile(path.join(directory(), "requirements.txt"), "boto3==2.0.0\n");
    const second = await ensure();
    await fakePython("3.12.0", "");
    const third = await ensure();
    assert.equal(new Set([first.directory, second.directory, third.directory]).size, 3);
  });

  it("creates it again if its Python is missing or if it is incomplete", async () => {
    await fakePython("3.11.7", "");
    const { directory: made, python } = await ensure();
    await rm(python);
    await ensure();
    await rm(path.join(made, ".complete"));
    await ensure();
    assert.equal((await pipRuns()).length, 3);
  });

  it("fails with pip's reason and the remedy, and leaves nothing", async () => {
    await fakePython("3.11.7", 'echo "ERROR: No matching distribution found for boto3==1.0.0" >&2; exit 1');
    await assert.rejects(ensure(), {
      message:
        "could not install the lab's Python packages: No matching distribution found for boto3==1.0.0. " +
        "Check that pip reaches a package index (pip download boto3), and run again [lab-python-packages]",
    });
    assert.deepEqual(await readdir(cache()), []);
  });

  it("leaves nothing when aborted", async () => {
    await fakePython("3.11.7", "sleep 600");
    const controller = new AbortController();
    const making = ensure(controller.signal);
    await until(async () => (await pipRuns()).length === 1);
    controller.abort(new Error("stopped by the user"));
    await assert.rejects(making, { message: "stopped by the user" });
    assert.deepEqual(await readdir(cache()), []);
  });

  it("refuses a machine with an outdated Python", async () => {
    await fakePython("3.9.1", "");
    await assert.rejects(ensure(), {
      name: "RequirementsError",
      message: /^found only Python 3\.9\.1 \(.*\/bin\/python3\).*\. Expected Python >= 3\.10 with venv\. /,
    });
  });
});

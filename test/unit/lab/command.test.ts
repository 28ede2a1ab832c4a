import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
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

  it("says in one sentence which official plugins cannot be had, exits with 3, and starts nothing", async () => {
    const pulumi = `#!/bin/sh
test "$1" = version && echo v3.259.0 && exit
echo 'warning: Error downloading plugin: Get "https://get.pulumi.com/releases/x.tar.gz": no such host' >&2
exit 255\n`;
    await writeFile(path.join(bin, "pulumi"), pulumi, { mode: 0o755 });
    const { exitCode, stdout, stderr } = await demo(["--official-plugins=azuread"], {
      PATH: [bin, process.env.PATH ?? ""].join(path.delimiter),
      PULUMI_HOME: bin,
    });
    assert.equal(exitCode, 3);
    assert.equal(stdout, "");
    assert.deepEqual(stderr.trim().split("\n"), [
      `downloading the plugin azuread ${version} from get.pulumi.com: 0 s`,
      "",
      `The official plugin azuread ${version} is not in ${bin}/plugins and cannot be downloaded (no such host): ` +
        `where get.pulumi.com can be reached, run cd / && pulumi plugin install resource azuread ${version}`,
    ]);
  });

  it("names the plugins that there are when one is not", async () => {
    const { exitCode, stderr } = await demo(["--official-plugins=aws,azure"]);
    assert.equal(exitCode, 1);
    assert.equal(
      stderr.trim(),
      'unknown plugin "azure". Expected one or more of aws, azure-native, azuread, separated by commas',
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

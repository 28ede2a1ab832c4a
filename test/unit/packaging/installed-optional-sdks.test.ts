/** The commands that call a cloud, as someone has them who installs the package: without the SDKs at first. */
import assert from "node:assert/strict";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROGRAM } from "../../../cli/command";
import manifest from "../../../package.json";
import { buildPackages } from "../../../tools/packages/build-packages";
import { PreflightLab } from "../cli/preflight/preflight-lab";
import { type Caller, RoleLab, runBuilt } from "../cli/roles/role-lab";

const SDK = "@aws-sdk/client-iam";
const MORE = ["@aws-sdk/client-sts", "@azure/identity"] as const;

/** The oldest version of an optional peer that is allowed, as npm takes it. */
function oldest(name: keyof typeof manifest.peerDependencies): string {
  return `${name}@${manifest.peerDependencies[name].replace("^", "")}`;
}

describe("the installed command line", function () {
  this.timeout(300_000);
  let directory = "";
  let lab: RoleLab;

  /** Installs packages, and no peer that is not named. */
  const install = async (...packages: string[]) =>
    execa(
      "npm",
      [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--legacy-peer-deps",
        ...packages,
      ],
      { cwd: directory },
    );
  const program = () => path.join(directory, "node_modules/@azure-to-aws/cli/bin/azure-to-aws.js");
  const suspend = async () => runBuilt(["suspend", "importer"], lab.responder, program());
  const preflight = async (environment: Caller) =>
    runBuilt(["preflight", "--format", "json", "--location", "westeurope"], environment, program());

  before(async function () {
    this.timeout(900_000); // Packages are fetched.
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "installed-suspend-")));
    await writeFile(path.join(directory, "package.json"), '{ "name": "app", "private": true }');
    const [cli] = await buildPackages(directory, ["@azure-to-aws/cli"]);
    await install(cli?.tarball ?? "");
    lab = await RoleLab.start();
    await lab.role("importer");
  });

  after(async () => {
    await lab.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it("is called by npx as the pages say, with options that npx would take for its own", async () => {
    const [, ...program] = PROGRAM.split(" ");
    const npx = async (...args: string[]) =>
      execa("npx", [...program, ...args], { cwd: directory, reject: false });
    assert.equal((await npx("--version")).stdout, manifest.version);
    const { exitCode, stdout } = await npx("judge", "--help");
    assert.deepEqual([exitCode, stdout.split("\n")[0]], [0, `Usage: ${PROGRAM} judge [options] FILE...`]);
  });

  it("names the npm command that suspend needs, and works after it with the oldest SDK that is allowed", async () => {
    assert.deepEqual(await suspend(), {
      exitCode: 2,
      stdout: "",
      stderr: `azure-to-aws: this command needs SDKs that are not installed. Run npm install ${SDK} [sdk-missing]\n`,
    });
    await install(oldest(SDK));
    const { exitCode, stdout, stderr } = await suspend();
    assert.deepEqual([exitCode, stderr], [0, ""], stdout);
    assert.match(
      stdout,
      /^suspended: .*\n {2}Sessions: .*\n {2}Trust policy: .*\n {2}Simulation: .*\n\n1 role: 1 suspended\.\n/,
    );
  });

  it("names the npm command that preflight needs, and works after it with the oldest SDKs that are allowed", async () => {
    const both = await PreflightLab.start();
    try {
      assert.deepEqual(await preflight(both.environment), {
        exitCode: 2,
        stdout: "",
        stderr: `azure-to-aws: this command needs SDKs that are not installed. Run npm install ${MORE.join(" ")} [sdk-missing]\n`,
      });
      await install(...MORE.map(oldest));
      const { exitCode, stdout, stderr } = await preflight(both.environment);
      assert.deepEqual([exitCode, stderr], [0, ""], stdout);
      const { checks } = JSON.parse(stdout) as { checks: { id: string; outcome: string }[] };
      assert.deepEqual(
        checks.filter(({ outcome }) => outcome !== "ok").map(({ id }) => id),
        ["iam-actions", "audience", "iam-quota"],
      );
    } finally {
      await both.stop();
    }
  });
});

/** The command that suspends roles, as someone has it who installs the package: without the AWS SDK at first. */
import assert from "node:assert/strict";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import manifest from "../../../package.json";
import { RoleLab, runBuilt } from "../cli/roles/role-lab";
import { pack } from "./installed-project";

const SDK = "@aws-sdk/client-iam";
const OLDEST = manifest.peerDependencies[SDK].replace("^", "");

describe("azure-to-aws suspend of the installed package", function () {
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
  const suspend = async () =>
    runBuilt(
      ["suspend", "importer"],
      lab.responder,
      path.join(directory, "node_modules", manifest.name, manifest.bin["azure-to-aws"]),
    );

  before(async function () {
    this.timeout(900_000); // Packages are fetched.
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "installed-suspend-")));
    await writeFile(path.join(directory, "package.json"), '{ "name": "app", "private": true }');
    await install(await pack(".", directory));
    lab = await RoleLab.start();
    await lab.role("importer");
  });

  after(async () => {
    await lab.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it("names the npm command that it needs, and works after it with the oldest SDK that is allowed", async () => {
    assert.deepEqual(await suspend(), {
      exitCode: 2,
      stdout: "",
      stderr: `azure-to-aws: the AWS SDK is not installed, and this command needs it. Run: npm install ${SDK}\n`,
    });
    await install(`${SDK}@${OLDEST}`);
    const { exitCode, stdout, stderr } = await suspend();
    assert.deepEqual([exitCode, stderr], [0, ""], stdout);
    assert.match(
      stdout,
      /^suspended: .*\n {2}Sessions: .*\n {2}Trust policy: .*\n {2}Simulation: .*\n\n1 role: 1 suspended\.\n/,
    );
  });
});

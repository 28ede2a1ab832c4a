/** The commands that call a cloud, as someone has them who installs the package: without the SDKs at first. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROGRAM } from "../../../cli/command";
import { LoopbackServer } from "../../../lab/http";
import manifest from "../../../package.json";
import { buildPackages } from "../../../tools/packages/build-packages";
import {
  ACCOUNTS,
  CollectLab,
  COLLECTOR,
  EXTERNAL_ID,
  recordsOf,
  statesOf,
  TENANT_ID,
} from "../cli/collect/collect-lab";
import { accessKey, KeysFolder } from "../cli/keys/keys-folder";
import { PreflightLab } from "../cli/preflight/preflight-lab";
import { type Caller, RoleLab, runBuilt } from "../cli/roles/role-lab";

const SDK = "@aws-sdk/client-iam";
const MORE = ["@aws-sdk/client-sts", "@azure/identity"] as const;
const ORGANIZATIONS = "@aws-sdk/client-organizations";
const TRAIL = "@aws-sdk/client-cloudtrail";

/** What a command says that lacks SDKs. */
function lacking(...names: readonly string[]) {
  const command = `npm install ${names.join(" ")}`;
  const stderr = `azure-to-aws: this command needs SDKs that are not installed. Run ${command} [sdk-missing]\n`;
  return { exitCode: 2, stdout: "", stderr };
}

/** The oldest version of an optional peer that is allowed, as npm takes it. */
function oldest(name: keyof typeof manifest.peerDependencies): string {
  return `${name}@${manifest.peerDependencies[name].replace("^", "")}`;
}

describe("the installed command line", function () {
  this.timeout(300_000);
  let directory = "";
  let lab: RoleLab;
  let keys: KeysFolder;

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
    keys = await KeysFolder.make();
    await lab.role("importer");
  });

  after(async () => {
    await Promise.all([lab.stop(), keys.remove()]);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it("is called by npx as the pages say, with options that npx would take for its own", async () => {
    const [, ...program] = PROGRAM.split(" ");
    const npx = async (...args: string[]) =>
      execa("npx", [...program, ...args], { cwd: directory, reject: false });
    assert.equal((await npx("--version")).stdout, manifest.version);
    const { exitCode, stdout } = await npx("judge", "--help");
    assert.deepEqual([exitCode, stdout.split("\n")[0]], [0, "Usage: azure-to-aws judge [options] [PATH...]"]);
  });

  const run = async (args: string, environment: Caller = {}) =>
    runBuilt(args.split(" "), environment, program());
  const lookup = async (environment: Caller = {}) => {
    const snapshot = await keys.snapshot("keys.gz", [accessKey("ada", "AKIAIOSFODNN7EXAMPLE")]);
    return run(
      `keys find --lookup-days 1 --snapshot ${snapshot} --service-tags ${keys.serviceTags}`,
      environment,
    );
  };

  it("names the npm command that each command with a cloud needs, and writes nothing then", async () => {
    const out = path.join(directory, "estate.gz");
    const collect = `collect --out ${out} --tenant ${TENANT_ID}`;
    assert.deepEqual(await run(collect), lacking(SDK, ...MORE));
    assert.deepEqual(await run(`${collect} --organization`), lacking(SDK, MORE[0], ORGANIZATIONS, MORE[1]));
    assert.deepEqual(await run(`${collect} --only entra`), lacking(MORE[1]));
    assert.deepEqual(await run(`collect --out ${out} --only aws`), lacking(SDK, MORE[0]));
    assert.deepEqual(await run("keys retire AKIAIOSFODNN7EXAMPLE"), lacking(SDK));
    assert.deepEqual(await lookup(), lacking(TRAIL));
    const left = (await readdir(directory)).filter((name) => name.startsWith("estate"));
    assert.deepEqual(left, []);
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

  it("collects, audits, and retires with the oldest SDKs that are allowed", async () => {
    await install(...[SDK, ...MORE, ORGANIZATIONS, TRAIL].map((name) => oldest(name as typeof SDK)));
    const cloud = await CollectLab.start();
    let asked = 0;
    const trail = await LoopbackServer.listen((_, response) => {
      asked++;
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end('{ "Events": [] }');
    });
    try {
      const out = cloud.file("installed.gz");
      const page = cloud.file("audit.html");
      const collected = await run(
        `collect --out ${out} --organization --aws-role ${COLLECTOR} --aws-external-id ${EXTERNAL_ID} --tenant ${TENANT_ID}`,
        cloud.environment,
      );
      assert.equal(collected.exitCode, 0, collected.stderr);
      const states = Object.values(statesOf(await recordsOf(out)));
      assert.deepEqual(
        [states.length, new Set(states)],
        [5 * ACCOUNTS.length + 7 + 4, new Set(["complete"])],
      );

      for (const format of ["text", "markdown", "json", "sarif", "html"]) {
        const { exitCode, stderr } = await run(`audit --format ${format} --out ${page} ${out}`);
        assert.equal(exitCode, 0, `${format}: ${stderr}`);
      }
      assert.match(await readFile(page, "utf8"), /^<!doctype html>/i);

      const key = cloud.environment.AWS_ACCESS_KEY_ID ?? "";
      const retired = await run(`keys retire ${key} --dry-run`, {
        ...cloud.aws.rootEnvironment(ACCOUNTS[0]),
      });
      assert.match(retired.stdout, new RegExp(`${key} of ${COLLECTOR}`), retired.stderr);
      const looked = await lookup({ ...cloud.environment, AWS_ENDPOINT_URL_CLOUDTRAIL: trail.url });
      assert.equal(looked.exitCode, 0, looked.stderr);
      assert.equal(asked, 1);
    } finally {
      await Promise.all([cloud.stop(), trail.close()]);
    }
  });
});

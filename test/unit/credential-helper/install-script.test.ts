import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { bundledHelper } from "../../../credential-helper/bundled-helper";
import { guestPaths, renderAwsConfig, renderInstallScript } from "../../../credential-helper/index";
import { ending, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";
import { VmFolder } from "./vm-folder";

describe("The install script", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder();
  });
  afterEach(() => {
    vm.remove();
  });

  const installed = {
    exitCode: 0,
    stdout: "azure-to-aws 0.2.0 is installed; AWS profiles: DevTeam-S3ReadOnlyAccess\n",
  };

  it("installs helper, config and login snippet with the right modes, and starts the helper once", async () => {
    assert.deepEqual(await vm.install(), { ...installed, stderr: "" });
    const mode = (path: string) => statSync(vm.at(path)).mode & 0o7777;
    const found = readFileSync(vm.at(guestPaths.helper), "utf8");
    assert.equal(
      found.slice(found.indexOf("\n")),
      vm.moved(bundledHelper()).slice(bundledHelper().indexOf("\n")),
    );
    assert.equal(mode(guestPaths.helper), 0o755);
    assert.deepEqual(readdirSync(vm.at(guestPaths.helperFolder)), ["credential_process.py"]);
    assert.match(readFileSync(vm.at(guestPaths.helper), "utf8"), /^#!\/[^ \n]+ -IBS\n/);
    assert.equal(readFileSync(vm.at(guestPaths.config), "utf8"), vm.moved(renderAwsConfig([goodProfile])));
    for (const path of [guestPaths.config, guestPaths.profileSnippet]) {
      assert.equal(mode(path), 0o644, path);
    }
    for (const path of [guestPaths.helperFolder, guestPaths.configFolder]) {
      assert.equal(mode(path), 0o755, path);
    }
  });

  it("changes nothing when it runs again, and leaves no temporary file", async () => {
    await vm.install();
    const before = vm.snapshot();
    assert.deepEqual(await vm.install(), { ...installed, stderr: "" });
    assert.deepEqual(vm.snapshot(), before);
    assert.deepEqual(
      Object.keys(before).filter((path) => !/\.(py|sh)$|\/config$/.test(path)),
      ["etc/azure-to-aws/installation.lock"],
    );
  });

  it("updates what is there and repairs files, but changes no folder", async () => {
    await vm.install();
    const good = readFileSync(vm.at(guestPaths.helper), "utf8");
    // The group is that of the user who installs.
    chmodSync(vm.at(guestPaths.helperFolder), 0o2775);
    chmodSync(vm.at(guestPaths.helper), 0o600);
    writeFileSync(vm.at(guestPaths.helper), good.replace("\nimport posix\n", "\nraise SystemExit(1)\n"));
    const script = renderInstallScript({ profiles: [{ ...goodProfile, region: "eu-north-1" }] });
    assert.deepEqual(await vm.install(script), { ...installed, stderr: "" });
    assert.equal(statSync(vm.at(guestPaths.helperFolder)).mode & 0o7777, 0o2775);
    assert.equal(statSync(vm.at(guestPaths.helper)).mode & 0o777, 0o755);
    assert.equal(readFileSync(vm.at(guestPaths.helper), "utf8"), good);
    assert.match(readFileSync(vm.at(guestPaths.config), "utf8"), /^region = eu-north-1$/m);
  });

  describe("where another version is installed", () => {
    /** Makes what is installed an earlier version. */
    async function installEarlier(): Promise<void> {
      await vm.install(script.replace('VERSION = "0.2.0"', 'VERSION = "0.1.9"'));
      assert.equal(await version(), "azure-to-aws 0.1.9\n");
    }

    const script = renderInstallScript({ profiles: [{ ...goodProfile, region: "eu-north-1" }] });
    const version = async () =>
      (await ending(start([vm.at(guestPaths.helper), ["--version"]], { HOME: vm.at("root") }))).stdout;
    const theirs = () => Object.entries(vm.snapshot()).filter(([path]) => path !== "script.sh");

    it("leaves it and its config at work when the new one does not start", async () => {
      await installEarlier();
      const before = theirs();
      const broken = /^def main\(arguments\):$/m;
      assert.match(script, broken);
      const run = await vm.install(script.replace(broken, "sys.exit(7)\n\n\n$&"));
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${vm.at(guestPaths.helper)} does not start. Check that programs may run from its folder (mount option noexec) [install-helper-does-not-start]\n`,
      });
      assert.deepEqual(theirs(), before);
    });

    it("leaves it working when it is cut off before the helper is replaced", async function () {
      this.timeout(60_000);
      await installEarlier();
      // Every file is written by one call of `file`, the helper first.
      const calls = [...script.matchAll(/^file '.*$/gm)];
      assert.match(calls[0]?.[0] ?? "", /credential_process\.py' 755 program /);
      for (const [index, used] of ["0.1.9", "0.2.0"].entries()) {
        assert.equal((await vm.install(`${script.slice(0, calls[index]?.index)}exit 9\n`)).exitCode, 9);
        assert.equal(await version(), `azure-to-aws ${used}\n`);
      }
    });
  });

  it("lets a login shell find the profiles, unless the user has an AWS config of their own", async () => {
    await vm.install();
    mkdirSync(vm.at("/home/with/.aws"), { recursive: true });
    writeFileSync(vm.at("/home/with/.aws/config"), "");
    mkdirSync(vm.at("/home/keys/.aws"), { recursive: true });
    writeFileSync(vm.at("/home/keys/.aws/credentials"), "");
    const names = ["AWS_CONFIG_FILE", "AWS_SDK_LOAD_CONFIG", "AWS_CREDENTIAL_PROFILES_FILE"];
    const show = names.map((name) => `"\${${name}-unset}"`).join(" ");
    const login = async (env: Record<string, string>) => {
      const script = `set -eu; . "${vm.at(guestPaths.profileSnippet)}"; sh -c 'printf "%s\\n" ${show}'`;
      return (await ending(start(["sh", ["-c", script]], env))).stdout.trim().split("\n");
    };
    const config = vm.at(guestPaths.config);
    assert.deepEqual(await login({ HOME: vm.at("/home/without") }), [config, "1", config]);
    assert.deepEqual(await login({}), [config, "1", config]);
    assert.deepEqual(await login({ HOME: vm.at("/home/with") }), ["unset", "unset", "unset"]);
    assert.deepEqual(await login({ HOME: vm.at("/home/keys") }), [config, "1", "unset"]);
    assert.deepEqual(await login({ HOME: vm.at("/home/without"), AWS_CONFIG_FILE: "/own" }), [
      "/own",
      "unset",
      "unset",
    ]);
    assert.deepEqual(
      await login({
        HOME: vm.at("/home/without"),
        AWS_SDK_LOAD_CONFIG: "0",
        AWS_CREDENTIAL_PROFILES_FILE: "/own",
      }),
      [config, "0", "/own"],
    );
  });

  it("expands nothing of what it carries", async () => {
    const audience = "api://x/$HOME/$(touch${IFS}touched)`id`'\"\\\\";
    const script = renderInstallScript({ profiles: [{ ...goodProfile, audience }] });
    assert.deepEqual(await vm.install(script), { ...installed, stderr: "" });
    assert.equal(
      readFileSync(vm.at(guestPaths.config), "utf8"),
      vm.moved(renderAwsConfig([{ ...goodProfile, audience }])),
    );
  });

  for (const shell of [["dash"], ["bash"], ["bash", "--posix"], ["busybox", "sh"]] as const) {
    it(`runs in ${shell.join(" ")}, where that is installed`, async function () {
      if (spawnSync(shell[0], ["-c", "exit"]).error !== undefined) {
        this.skip();
      }
      writeFileSync(vm.at("script.sh"), vm.moved(renderInstallScript({ profiles: [goodProfile] })));
      const [program, ...args] = shell;
      for (let call = 0; call < 2; call += 1) {
        const run = await ending(start([program, [...args, vm.at("script.sh")]], { HOME: vm.at("root") }));
        assert.deepEqual(run, { ...installed, stderr: "" });
      }
    });
  }

  it("is plain ASCII text", () => {
    assert.match(renderInstallScript({ profiles: [goodProfile] }), /^[\t\n\x20-\x7e]+$/);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { installedHelper } from "../../../credential-helper/helper-files";
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
    const { modules, front, modulesFolder } = installedHelper();
    for (const { path, text } of [...modules, front]) {
      const target = `${guestPaths.helperFolder}/${path}`;
      const found = readFileSync(vm.at(target), "utf8");
      assert.equal(found.slice(found.indexOf("\n")), vm.moved(text.slice(text.indexOf("\n"))), path);
      assert.equal(mode(target), path.includes("/") ? 0o644 : 0o755, path);
    }
    assert.match(readFileSync(vm.at(guestPaths.helper), "utf8"), /^#!\/[^ \n]+ -IBS\n/);
    assert.equal(readFileSync(vm.at(guestPaths.config), "utf8"), vm.moved(renderAwsConfig([goodProfile])));
    for (const path of [guestPaths.config, guestPaths.profileSnippet]) {
      assert.equal(mode(path), 0o644, path);
    }
    for (const path of [
      guestPaths.helperFolder,
      `${guestPaths.helperFolder}/${modulesFolder}`,
      `${guestPaths.helperFolder}/${modulesFolder}/azure_to_aws`,
      guestPaths.configFolder,
    ]) {
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
    const { modulesFolder } = installedHelper();
    const cache = `${guestPaths.helperFolder}/${modulesFolder}/azure_to_aws/cache.py`;
    const good = readFileSync(vm.at(cache), "utf8");
    // The group is that of the user who installs.
    chmodSync(vm.at(guestPaths.helperFolder), 0o2775);
    chmodSync(vm.at(guestPaths.helper), 0o600);
    writeFileSync(vm.at(cache), "raise SystemExit(1)\n");
    const script = renderInstallScript({ profiles: [{ ...goodProfile, region: "eu-north-1" }] });
    assert.deepEqual(await vm.install(script), { ...installed, stderr: "" });
    assert.equal(statSync(vm.at(guestPaths.helperFolder)).mode & 0o7777, 0o2775);
    assert.equal(statSync(vm.at(guestPaths.helper)).mode & 0o777, 0o755);
    assert.equal(readFileSync(vm.at(cache), "utf8"), good);
    assert.match(readFileSync(vm.at(guestPaths.config), "utf8"), /^region = eu-north-1$/m);
  });

  describe("where another version is installed", () => {
    const { modulesFolder } = installedHelper();
    const earlier = "modules-00000000000000aa";
    const folders = () =>
      readdirSync(vm.at(guestPaths.helperFolder)).filter((name) => name !== "credential_process.py");

    /** Makes what is installed an earlier version, beside one that is earlier still. */
    async function installEarlier(): Promise<void> {
      await vm.install();
      const helper = vm.at(guestPaths.helper);
      writeFileSync(helper, readFileSync(helper, "utf8").replace(modulesFolder, earlier));
      renameSync(
        vm.at(`${guestPaths.helperFolder}/${modulesFolder}`),
        vm.at(`${guestPaths.helperFolder}/${earlier}`),
      );
      mkdirSync(vm.at(`${guestPaths.helperFolder}/modules-00000000000000bb/azure_to_aws`), {
        recursive: true,
      });
      assert.equal((await startHelper(["--version"])).exitCode, 0);
    }

    const startHelper = async (args: readonly string[]) =>
      await ending(start([vm.at(guestPaths.helper), args], { HOME: vm.at("root") }));

    it("keeps the former one's modules for the calls that run, and removes those before", async () => {
      await installEarlier();
      assert.deepEqual(await vm.install(), { ...installed, stderr: "" });
      assert.deepEqual(folders().sort(), [earlier, modulesFolder].sort());
      assert.match(
        readFileSync(vm.at(guestPaths.helper), "utf8"),
        new RegExp(`^MODULES = "${modulesFolder}"$`, "m"),
      );
      assert.deepEqual(await vm.install(), { ...installed, stderr: "" });
      assert.deepEqual(folders(), [modulesFolder]);
    });

    it("leaves it and its config at work when the new one does not start", async () => {
      await installEarlier();
      const theirs = () =>
        Object.entries(vm.snapshot()).filter(([path]) => !/^script\.sh$|\/modules-/.test(path));
      const before = theirs();
      const broken = /^def main\(arguments\):$/m;
      const script = renderInstallScript({ profiles: [{ ...goodProfile, region: "eu-north-1" }] });
      assert.match(script, broken);
      const run = await vm.install(script.replace(broken, "sys.exit(7)\n\n\n$&"));
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${vm.at(guestPaths.helper)} does not start. Check that programs may run from its folder (mount option noexec) [install-helper-does-not-start]\n`,
      });
      assert.deepEqual(theirs(), before);
      assert.equal((await startHelper(["--version"])).stdout, "azure-to-aws 0.2.0\n");
    });

    it("leaves it working when it is cut off before the front is replaced", async function () {
      this.timeout(60_000);
      await installEarlier();
      const script = renderInstallScript({ profiles: [goodProfile] });
      // Every file is written by one call of `file`; the front's comes after all modules'.
      const calls = [...script.matchAll(/^file '.*$/gm)];
      const front = calls.findIndex(([line]) => line.includes(guestPaths.helper));
      assert.equal(front, installedHelper().modules.length);
      for (const index of [0, 1, front, front + 1]) {
        const call = calls[index];
        assert.ok(call !== undefined);
        const cut = `${script.slice(0, call.index)}exit 9\n`;
        assert.equal((await vm.install(cut)).exitCode, 9);
        const used = index <= front ? earlier : modulesFolder;
        assert.ok(readFileSync(vm.at(guestPaths.helper), "utf8").includes(`MODULES = "${used}"`), call[0]);
        assert.equal((await startHelper(["--version"])).exitCode, 0, call[0]);
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

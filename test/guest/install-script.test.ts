import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { guestPaths, renderAwsConfig, renderInstallScript } from "../../guest/index";
import { helperFiles } from "../../guest/helper-files";
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
    stdout: "azure-to-aws 0.1.0 is installed; AWS profiles: DevTeam-S3ReadOnlyAccess\n",
  };

  it("installs helper, config and login snippet with the right modes, and starts the helper once", async () => {
    assert.deepEqual(await vm.install(), { ...installed, stderr: "" });
    const mode = (path: string) => statSync(vm.at(path)).mode & 0o7777;
    for (const { path, text } of helperFiles()) {
      const target = `${guestPaths.helperFolder}/${path}`;
      const found = readFileSync(vm.at(target), "utf8");
      assert.equal(found.slice(found.indexOf("\n")), text.slice(text.indexOf("\n")), path);
      assert.equal(mode(target), path.includes("/") ? 0o644 : 0o755, path);
    }
    assert.match(readFileSync(vm.at(guestPaths.helper), "utf8"), /^#!\/[^ \n]+ -IBS\n/);
    assert.equal(readFileSync(vm.at(guestPaths.config), "utf8"), vm.moved(renderAwsConfig([goodProfile])));
    for (const path of [guestPaths.config, guestPaths.profileSnippet]) {
      assert.equal(mode(path), 0o644, path);
    }
    for (const path of [
      guestPaths.helperFolder,
      `${guestPaths.helperFolder}/azure_to_aws`,
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
      [],
    );
  });

  it("updates what is there, repairs modes and removes modules that are no longer part of it", async () => {
    await vm.install();
    chmodSync(vm.at(guestPaths.helperFolder), 0o775);
    chmodSync(vm.at(guestPaths.helper), 0o600);
    writeFileSync(vm.at(`${guestPaths.helperFolder}/azure_to_aws/cache.py`), "raise SystemExit(1)\n");
    writeFileSync(vm.at(`${guestPaths.helperFolder}/azure_to_aws/former.py`), "");
    const script = renderInstallScript({ profiles: [{ ...goodProfile, region: "eu-north-1" }] });
    assert.deepEqual(await vm.install(script), { ...installed, stderr: "" });
    assert.equal(statSync(vm.at(guestPaths.helperFolder)).mode & 0o777, 0o755);
    assert.equal(statSync(vm.at(guestPaths.helper)).mode & 0o777, 0o755);
    assert.ok(!existsSync(vm.at(`${guestPaths.helperFolder}/azure_to_aws/former.py`)));
    assert.match(readFileSync(vm.at(guestPaths.config), "utf8"), /^region = eu-north-1$/m);
  });

  it("lets a login shell find the profiles, unless the user has an AWS config of their own", async () => {
    await vm.install();
    mkdirSync(vm.at("/home/with/.aws"), { recursive: true });
    writeFileSync(vm.at("/home/with/.aws/config"), "");
    const login = async (env: Record<string, string>) => {
      const script = `set -eu; . "${vm.at(guestPaths.profileSnippet)}"; printf %s "\${AWS_CONFIG_FILE-unset}"`;
      return (await ending(start(["sh", ["-c", script]], env))).stdout;
    };
    assert.equal(await login({ HOME: vm.at("/home/without") }), vm.at(guestPaths.config));
    assert.equal(await login({ HOME: vm.at("/home/with") }), "unset");
    assert.equal(await login({ HOME: vm.at("/home/without"), AWS_CONFIG_FILE: "/own" }), "/own");
    assert.equal(await login({}), vm.at(guestPaths.config));
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

  it("is plain ASCII text", () => {
    assert.match(renderInstallScript({ profiles: [goodProfile] }), /^[\t\n\x20-\x7e]+$/);
  });
});

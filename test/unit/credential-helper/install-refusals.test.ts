import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guestPaths } from "../../../credential-helper/index";
import { VmFolder } from "./vm-folder";

describe("The install script", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder();
  });
  afterEach(() => {
    vm.remove();
  });

  for (const path of [
    guestPaths.helperFolder,
    guestPaths.configFolder,
    "/etc/profile.d",
    guestPaths.helper,
    guestPaths.config,
    guestPaths.profileSnippet,
  ]) {
    it(`refuses a symbolic link in the place of ${path}`, async () => {
      const elsewhere = vm.at("elsewhere");
      mkdirSync(elsewhere);
      mkdirSync(join(vm.at(path), ".."), { recursive: true });
      symlinkSync(elsewhere, vm.at(path));
      const run = await vm.install();
      assert.equal(run.exitCode, 1);
      assert.equal(run.stdout, "");
      assert.equal(
        run.stderr,
        `azure-to-aws: ${vm.at(path)} is a symbolic link. Remove it and run this again [install-symbolic-link]\n`,
      );
      assert.deepEqual(readdirSync(elsewhere), []);
    });
  }

  it("refuses a file in the place of a folder, and a folder in the place of a file", async () => {
    mkdirSync(vm.at(guestPaths.config), { recursive: true });
    const first = await vm.install();
    assert.equal(first.exitCode, 1);
    assert.match(
      first.stderr,
      /config is not a file\. Remove it and run this again \[install-not-a-file\]\n$/,
    );
    rmSync(vm.at("/etc"), { recursive: true });
    mkdirSync(vm.at("/etc"));
    writeFileSync(vm.at("/etc/profile.d"), "");
    const second = await vm.install();
    assert.equal(second.exitCode, 1);
    assert.match(
      second.stderr,
      /cannot create the folder .*\/etc\/profile\.d \[install-folder-not-created\]\n$/,
    );
  });
});

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedHelper } from "../../../credential-helper/helper-files";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { goodProfile, problemsMessage } from "./profiles";
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
    `${guestPaths.helperFolder}/${installedHelper().modulesFolder}`,
    `${guestPaths.helperFolder}/${installedHelper().modulesFolder}/azure_to_aws`,
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

  for (const helperFolder of [
    "opt/aws",
    "/",
    "/opt/../aws",
    "/opt/a b",
    "/opt/'x'",
    "/opt//aws",
    "/opt/aws/",
  ]) {
    it(`is not written for the folder ${helperFolder}`, () => {
      assert.throws(() => renderInstallScript({ profiles: [goodProfile], helperFolder }), {
        name: "GuestProfileError",
        message: problemsMessage(
          `helperFolder: ${JSON.stringify(helperFolder)} must be an absolute path of letters, digits and _ . + @ - ` +
            "between its / [guest-folder-invalid]",
        ),
      });
    });
  }

  it("is not written for a folder that users own, that goes at the next start or that is not the helper's alone", () => {
    for (const [helperFolder, what] of [
      ["/home/app/aws", "must not be in /home"],
      ["/root", "must not be in /root"],
      ["/var/tmp/aws", "must not be in /var/tmp"],
      ["/run/aws", "must not be in /run"],
      ["/mnt/aws", "must not be in /mnt"],
      ["/var/lock/aws", "must not be in /var/lock"],
      ["/var/spool/cron/aws", "must not be in /var/spool"],
      ["/etc", "must not be in /etc"],
      ["/etc/ssl/private", "must not be in /etc"],
      ["/lib64/aws", "must not be in /lib64"],
      ["/usr/lib", "must be a folder for the helper alone"],
      ["/usr/local/lib", "must be a folder for the helper alone"],
      ["/opt", "must be a folder for the helper alone"],
      ["/var/lib", "must be a folder for the helper alone"],
    ] as const) {
      assert.throws(() => renderInstallScript({ profiles: [goodProfile], helperFolder }), {
        message: problemsMessage(
          `helperFolder: "${helperFolder}" ${what}: choose a folder that root owns and all can read, ` +
            "such as /opt/company/aws [guest-folder-unfit]",
        ),
      });
    }
  });

  for (const helperFolder of [
    "/usr/lib/azure-to-aws",
    "/usr/local/lib/aws",
    "/srv/aws",
    "/var/lib/company-aws",
    "/etcetera/aws",
    "/mnt2/aws",
    "/var/locked/aws",
    "/library",
    "/optional",
  ]) {
    it(`is written for the folder ${helperFolder}`, () => {
      assert.match(renderInstallScript({ profiles: [goodProfile], helperFolder }), /^#!\/bin\/sh\n/);
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
    assert.match(second.stderr, /profile\.d: \S.*profile\.d is not a folder \[install-path-not-folder\]\n$/);
  });
});

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedHelper } from "../../guest/helper-files";
import { guestPaths, renderInstallScript } from "../../guest/index";
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
        `azure-to-aws: ${vm.at(path)} is a symbolic link: remove it and run this again\n`,
      );
      assert.deepEqual(readdirSync(elsewhere), []);
    });
  }

  it("refuses a folder that everybody can write to", async () => {
    mkdirSync(vm.at(guestPaths.helperFolder), { recursive: true });
    chmodSync(vm.at(guestPaths.helperFolder), 0o777);
    const run = await vm.install();
    assert.equal(run.exitCode, 1);
    assert.match(
      run.stderr,
      /opt\/azure-to-aws must be a folder that belongs to \S+ and that others cannot write to\n$/,
    );
  });

  it("refuses a folder below one that everybody can change", async () => {
    mkdirSync(vm.at("/opt"));
    chmodSync(vm.at("/opt"), 0o777);
    const run = await vm.install();
    assert.equal(run.exitCode, 1);
    assert.match(
      run.stderr,
      /^azure-to-aws: others can change \S.*\/opt, which is above .*\/opt\/azure-to-aws: choose another folder\n$/,
    );
    chmodSync(vm.at("/opt"), 0o1777);
    assert.equal((await vm.install()).exitCode, 0);
  });

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
        problems: [
          `helperFolder: ${JSON.stringify(helperFolder)} must be an absolute path of letters, digits and _ . + @ - ` +
            "between its /",
        ],
      });
    });
  }

  it("is not written for a folder that users own or that goes at the next start", () => {
    for (const [helperFolder, above] of [
      ["/home/app/aws", "/home"],
      ["/root", "/root"],
      ["/var/tmp/aws", "/var/tmp"],
      ["/run/aws", "/run"],
    ] as const) {
      assert.throws(() => renderInstallScript({ profiles: [goodProfile], helperFolder }), {
        problems: [
          `helperFolder: "${helperFolder}" must not be in ${above}: choose a folder that root owns and all can read, ` +
            "such as /opt/company/aws",
        ],
      });
    }
  });

  it("refuses a file in the place of a folder, and a folder in the place of a file", async () => {
    mkdirSync(vm.at(guestPaths.config), { recursive: true });
    const first = await vm.install();
    assert.equal(first.exitCode, 1);
    assert.match(first.stderr, /config is no file: remove it and run this again\n$/);
    rmSync(vm.at("/etc"), { recursive: true });
    mkdirSync(vm.at("/etc"));
    writeFileSync(vm.at("/etc/profile.d"), "");
    const second = await vm.install();
    assert.equal(second.exitCode, 1);
    assert.match(second.stderr, /cannot make the folder .*profile\.d\n$/);
  });

  it("says what is wrong where there is no suitable Python, before it writes anything", async () => {
    const bin = vm.at("bin");
    mkdirSync(bin);
    for (const name of [
      "python3",
      "python3.14",
      "python3.13",
      "python3.12",
      "python3.11",
      "python3.10",
      "python3.9",
    ]) {
      writeFileSync(join(bin, name), '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.6.8\nexit 1\n', {
        mode: 0o755,
      });
    }
    writeFileSync(join(bin, "python3.8"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const run = await vm.install(undefined, { PATH: `${bin}:/usr/bin:/bin` });
    assert.deepEqual(run, {
      exitCode: 1,
      stdout: "",
      stderr:
        "azure-to-aws: Python 3.8 or newer with its whole standard library is needed, but python3 is Python 3.6.8. " +
        "Install it, for example with 'apt-get install python3' or 'dnf install python3.11'\n",
    });
    assert.ok(!existsSync(vm.at("/opt")));
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { goodProfile } from "./profiles";
import { VmFolder } from "./vm-folder";

const SOMEBODY = 65534;
const STAFF = 50;
const { helperFolder } = guestPaths;
const script = renderInstallScript({ profiles: [goodProfile] });

describe("Of folders, the install script", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder();
  });
  afterEach(() => {
    vm.remove();
  });

  /** Makes a folder of the VM, and those above it, with this mode and owner. */
  function make(path: string, mode: number, uid = 0, gid = 0): void {
    mkdirSync(vm.at(path), { recursive: true });
    chownSync(vm.at(path), uid, gid);
    chmodSync(vm.at(path), mode);
  }

  /** What the script says when it refuses; it must not have written anything then. */
  async function refusal(text = script): Promise<string> {
    const run = await vm.install(text);
    assert.deepEqual([run.exitCode, run.stdout], [1, ""], run.stderr);
    const files = readdirSync(vm.path, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      files.filter((path) => /\.py$|\/config$|azure-to-aws\.sh$/.test(path)),
      [],
    );
    return run.stderr.replaceAll(vm.path, "");
  }

  async function assertInstalls(text = script): Promise<void> {
    const run = await vm.install(text);
    assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
  }

  const folders: Record<string, [path: string, called: string]> = {
    "the helper's folder": [helperFolder, helperFolder],
    "the folder above the helper's": ["/opt", helperFolder],
    "the config's folder": [guestPaths.configFolder, guestPaths.configFolder],
    "the folder of login scripts": ["/etc/profile.d", "/etc/profile.d"],
    "the folder above those": ["/etc", guestPaths.configFolder],
  };

  /** Ways in which somebody else can change a folder: mode, owner, group. */
  const weak: Record<string, [mode: number, uid: number, gid: number, shown: RegExp]> = {
    "all users": [0o777, 0, 0, /^drwxrwxrwx root root$/],
    "all users but its group": [0o757, 0, 0, /^drwxr-xrwx root root$/],
    "a group": [0o2775, 0, STAFF, /^drwxrwsr-x root (staff|50)$/],
    "a group that cannot read it": [0o735, 0, STAFF, /^drwx-wxr-x root (staff|50)$/],
    "another user who owns it": [0o755, SOMEBODY, 0, /^drwxr-xr-x (nobody|65534) root$/],
    "another user who owns it, although it is sticky": [
      0o1755,
      SOMEBODY,
      0,
      /^drwxr-xr-t (nobody|65534) root$/,
    ],
  };

  if (process.getuid?.() === 0) {
    for (const [folder, [path, called]] of Object.entries(folders)) {
      for (const [who, [mode, uid, gid, shown]] of Object.entries(weak)) {
        it(`refuses ${folder} where ${who} can change it`, async () => {
          make(path, mode, uid, gid);
          const found =
            /^azure-to-aws: (\S+): users other than root can change (\S+) \((.*?)\)\. (.*) \[install-path-changeable\]\n$/.exec(
              await refusal(),
            );
          assert.deepEqual(
            [found?.[1], found?.[2], found?.[4]],
            [
              called,
              path,
              `Expected: root owns it, and only root can write to it. Run 'chown root ${path} && chmod go-w ${path}'`,
            ],
          );
          assert.match(found?.[3] ?? "", shown);
          const run = statSync(vm.at(path));
          assert.deepEqual([run.mode & 0o7777, run.uid, run.gid], [mode, uid, gid]);
        });
      }
    }

    for (const path of [helperFolder, guestPaths.configFolder, "/etc/profile.d"]) {
      it(`refuses ${path} where all users can add to it, although it is sticky`, async () => {
        make(path, 0o1777);
        assert.ok(
          (await refusal()).includes(`: users other than root can change ${path} (drwxrwxrwt root root). `),
        );
      });
    }

    it("refuses what it did before the command is run that the error names, and takes it afterwards", async () => {
      make("/opt", 0o2775, SOMEBODY, STAFF);
      const command = /Run '(.*)'/.exec(await refusal())?.[1]?.replaceAll("/opt", `${vm.path}/opt`) ?? "";
      const quoted = command.replaceAll(vm.path, `"${vm.path}"`);
      assert.equal(spawnSync("sh", ["-c", quoted]).status, 0);
      await assertInstalls();
    });

    it("refuses a folder that a list of access rights lets somebody change, and one that would inherit such a list", async function () {
      make("/opt", 0o755);
      if (spawnSync("setfacl", ["-m", "u:65534:rwx", vm.at("/opt")]).status !== 0) {
        this.skip();
      }
      assert.match(await refusal(), /: users other than root can change \/opt \(drwxrwxr-x\+ root root\)\./);
      spawnSync("setfacl", ["-b", vm.at("/opt")]);
      spawnSync("setfacl", ["-d", "-m", "u:65534:rwx", vm.at("/opt")]);
      assert.match(await refusal(), /: users other than root can change \/opt\/azure-to-aws \(drwxrwxr-x\+ /);
    });
  }

  describe("does not cry wolf:", () => {
    it("takes folders that only root can write to, whatever else their modes say", async () => {
      make("/opt", 0o2711, 0, STAFF);
      await assertInstalls();
    });

    it("takes folders that root's group can write to", async () => {
      make("/opt", 0o775);
      make(helperFolder, 0o775);
      await assertInstalls();
    });

    it("takes /opt as a link of root's, as on some images", async () => {
      make("/var/opt", 0o755);
      symlinkSync("var/../var/opt", vm.at("/opt"));
      await assertInstalls();
      assert.ok(existsSync(vm.at("/var/opt/azure-to-aws/credential_process.py")));
    });

    it("takes a folder that is there and empty, and one that is a mount point of its own", async () => {
      make(`${helperFolder}/lost+found`, 0o700);
      await assertInstalls();
      assert.ok(existsSync(vm.at(`${helperFolder}/lost+found`)));
    });
  });

  it("makes those that are missing so that all can read them, whatever the umask", async () => {
    const run = await vm.install(`umask 077\n${script}`);
    assert.equal(run.exitCode, 0, run.stderr);
    for (const path of ["/opt", helperFolder, "/etc", guestPaths.configFolder, "/etc/profile.d"]) {
      assert.equal(statSync(vm.at(path)).mode & 0o7777, 0o755, path);
    }
    assert.equal(statSync(vm.at(guestPaths.lock)).mode & 0o7777, 0o600);
  });

  describe("refuses one that belongs to something else, and leaves it as it is:", () => {
    const others: Record<string, [files: string[], shown: string]> = {
      "a system's folder": [["modprobe.d/a.conf", "passwd"], "modprobe.d"],
      "keys of root's": [["server.key"], "server.key"],
      "another program of that name": [["credential_process.py"], "credential_process.py"],
      "hidden files": [[".git/config"], ".git"],
      "names that only look like this package's": [
        ["credential_process.py.bak"],
        "credential_process.py.bak",
      ],
    };
    const theirs = () =>
      Object.entries(vm.snapshot()).filter(([file]) => !/^script\.sh$|\/installation\.lock$/.test(file));
    for (const [name, [files, shown]] of Object.entries(others)) {
      it(name, async () => {
        for (const file of files) {
          make(dirname(`${helperFolder}/${file}`), 0o755);
          writeFileSync(vm.at(`${helperFolder}/${file}`), "theirs\n");
        }
        chmodSync(vm.at(helperFolder), 0o750);
        const before = theirs();
        const run = await vm.install(script);
        assert.equal(run.exitCode, 1);
        assert.equal(
          run.stderr.replaceAll(vm.path, ""),
          `azure-to-aws: ${helperFolder}: this folder contains ${shown}, so it belongs to another program. ` +
            "Expected a missing or empty folder, or one of azure-to-aws-federation [install-folder-used]\n",
        );
        assert.deepEqual(theirs(), before);
        assert.equal(statSync(vm.at(helperFolder)).mode & 0o7777, 0o750);
      });
    }
  });

  if (process.getuid?.() === 0) {
    for (const path of [helperFolder, guestPaths.configFolder]) {
      it(`refuses ${path} where not all users can read it, rather than change its mode`, async () => {
        make(path, 0o700);
        assert.equal(
          await refusal(),
          `azure-to-aws: ${path}: not all users can read this folder (drwx------ root root). ` +
            `Run 'chmod go+rx ${path}' [install-folder-unreadable]\n`,
        );
        assert.equal(statSync(vm.at(path)).mode & 0o7777, 0o700);
      });
    }
  }

  for (const [name, isLink] of [
    ["python3", false],
    ["python3.11-config", true],
    ["python3x", true],
  ] as const) {
    it(`refuses a folder with ${isLink ? "a link" : "a file"} called ${name}, which this package does not make`, async () => {
      make(helperFolder, 0o755);
      const path = vm.at(`${helperFolder}/${name}`);
      if (isLink) {
        symlinkSync("/usr/bin/env", path);
      } else {
        writeFileSync(path, "");
      }
      const run = await vm.install(script);
      assert.equal(run.exitCode, 1);
      assert.ok(
        run.stderr.includes(`this folder contains ${name}, so it belongs to another program. `),
        run.stderr,
      );
    });
  }

  it("takes what an installation left that was cut off at its first file", async () => {
    const cut = script.slice(0, /^file '/m.exec(script)?.index);
    assert.equal((await vm.install(`${cut}exit 9\n`)).exitCode, 9);
    writeFileSync(join(vm.at(helperFolder), "credential_process.py.Ab12Cd"), "");
    await assertInstalls();
  });
});

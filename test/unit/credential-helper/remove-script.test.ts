import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { guestPaths, renderInstallScript, renderRemoveScript } from "../../../credential-helper/index";
import { standIns } from "../../../lab/azure";
import { ending, type Run, start } from "./helper/run-helper";
import { goodProfile, problemsMessage } from "./profiles";
import { VmFolder } from "./vm-folder";

const { roleArn } = goodProfile;
const CACHE = "/home/ops/.cache/azure-to-aws";
const removed = { exitCode: 0, stdout: "azure-to-aws-federation is removed\n", stderr: "" };

describe("The removal script", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder("azure-to-aws-");
    for (const folder of ["/bin", "/home/ops", "/root", "/etc/profile.d", "/opt"]) {
      mkdirSync(vm.at(folder), { recursive: true });
    }
    for (const [name, script] of Object.entries(standIns(vm.path, "ops"))) {
      writeFileSync(vm.at(`/bin/${name}`), script, { mode: 0o755 });
    }
  });
  afterEach(() => {
    vm.remove();
  });

  const PATH = () => `${vm.at("/bin")}:${process.env.PATH ?? ""}`;
  const remove = async (script = renderRemoveScript({ roleArns: [roleArn] })): Promise<Run> =>
    vm.install(script, { PATH: PATH() });

  /** Everything on the VM, also folders and links, but not the scripts. */
  const everything = (): string[] =>
    (readdirSync(vm.path, { recursive: true }) as string[])
      .filter((path) => !/^(?:bin(?:\/|$)|script\.sh$)/.test(path))
      .sort();

  function cache(folder: string): void {
    mkdirSync(vm.at(folder), { recursive: true });
    for (const [name, text] of [
      ["session-0a1b2c3d", "azure-to-aws-session 1\nsecret"],
      ["session-0a1b2c3d.lock", ""],
      ["session-0a1b2c3d.2.lock", ""],
      ["session-0a1b2c3d.1f.new", "half"],
      ["notes-0a1b2c3d", "azure-to-aws-notes 1\n"],
    ] as const) {
      writeFileSync(vm.at(`${folder}/${name}`), text);
    }
  }

  it("removes every file that the installation wrote, and the sessions of every user", async () => {
    const before = everything();
    await vm.install();
    cache(CACHE);
    cache("/root/.cache/azure-to-aws");
    writeFileSync(vm.at(`${guestPaths.config}.abc123`), "left by an installation that was killed");
    assert.deepEqual(await remove(), removed);
    assert.deepEqual(everything(), [...before, "home/ops/.cache", "root/.cache"].sort());
  });

  it("changes nothing when it runs again, or where nothing is installed", async () => {
    const before = everything();
    assert.deepEqual(await remove(), removed);
    assert.deepEqual(everything(), before);
    await vm.install();
    assert.deepEqual(await remove(), removed);
    assert.deepEqual(await remove(), removed);
    assert.deepEqual(everything(), before);
  });

  it("leaves everything to another installation that has taken over", async () => {
    const other = { ...goodProfile, profileName: "other", roleArn: `${roleArn}2` };
    for (const profiles of [[other], [goodProfile, other]]) {
      await vm.install(renderInstallScript({ profiles }));
      cache(CACHE);
      const before = everything();
      assert.deepEqual(await remove(), {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${vm.at(guestPaths.config)} has a role of another installation, so nothing was removed. Remove that one with the stack that owns it [remove-other-installation]\n`,
      });
      assert.deepEqual(everything(), before);
    }
    assert.deepEqual(await remove(renderRemoveScript({ roleArns: [other.roleArn, roleArn] })), removed);
  });

  it("leaves a config that someone wrote by hand, or that is a symbolic link", async () => {
    await vm.install();
    const config = readFileSync(vm.at(guestPaths.config), "utf8");
    const writes = [
      () => {
        writeFileSync(vm.at(guestPaths.config), "[default]\nregion = eu-west-1\n");
      },
      () => {
        rmSync(vm.at(guestPaths.config));
        writeFileSync(vm.at("/elsewhere"), config);
        symlinkSync(vm.at("/elsewhere"), vm.at(guestPaths.config));
      },
    ];
    for (const write of writes) {
      write();
      const before = everything();
      assert.match((await remove()).stderr, /\[remove-other-installation\]$/m);
      assert.deepEqual(everything(), before);
    }
  });

  it("finishes a removal that was cut off", async () => {
    await vm.install();
    rmSync(vm.at(guestPaths.helper));
    assert.deepEqual(await remove(), removed);
    assert.ok(!existsSync(vm.at(guestPaths.configFolder)));
    await vm.install();
    rmSync(vm.at(guestPaths.config));
    assert.deepEqual(await remove(), removed);
    assert.ok(!existsSync(vm.at(guestPaths.helperFolder)));
  });

  it("keeps what others put into the folders, and the folders with it", async () => {
    await vm.install();
    cache(CACHE);
    const theirs = [
      "/opt/azure-to-aws/report.txt",
      "/opt/azure-to-aws/credential_process.py.mine",
      "/opt/azure-to-aws/python3.12",
      "/etc/azure-to-aws/notes.txt",
      "/etc/profile.d/other.sh",
      `${CACHE}/session-of-mine`,
      `${CACHE}/session-0a1b2c3e`,
    ];
    for (const path of theirs) {
      writeFileSync(vm.at(path), "theirs");
    }
    assert.deepEqual(await remove(), removed);
    const files = Object.keys(vm.snapshot()).filter((path) => !/^(?:bin\/|script\.sh$)/.test(path));
    assert.deepEqual(files, theirs.map((path) => path.slice(1)).sort());
  });

  it("removes no helper that it does not know", async () => {
    mkdirSync(vm.at("/opt/azure-to-aws"), { recursive: true });
    writeFileSync(vm.at(guestPaths.helper), "print('theirs')\n");
    assert.deepEqual(await remove(), removed);
    assert.ok(existsSync(vm.at(guestPaths.helper)));
  });

  it("follows no symbolic link to the files of others", async () => {
    await vm.install();
    cache("/elsewhere");
    mkdirSync(vm.at("/home/ops/.cache"), { recursive: true });
    mkdirSync(vm.at(CACHE));
    for (const name of ["session-0a1b2c3d", "notes-0a1b2c3d"]) {
      symlinkSync(vm.at(`/elsewhere/${name}`), vm.at(`${CACHE}/${name}`));
    }
    renameSync(vm.at(guestPaths.helper), vm.at("/elsewhere/helper.py"));
    symlinkSync(vm.at("/elsewhere/helper.py"), vm.at(guestPaths.helper));
    assert.deepEqual(await remove(), removed);
    assert.equal(readdirSync(vm.at("/elsewhere")).length, 6);
  });

  it("removes nothing below a folder that others can change", async () => {
    await vm.install();
    for (const folder of ["/opt", "/opt/azure-to-aws", "/etc/azure-to-aws"]) {
      chmodSync(vm.at(folder), 0o777);
      const before = everything();
      const run = await remove();
      assert.equal(run.exitCode, 1, folder);
      assert.match(run.stderr, /users other than root can change .*\[install-path-changeable\]$/m);
      assert.deepEqual(everything(), before);
      chmodSync(vm.at(folder), 0o755);
    }
  });

  it("removes the files of a user as that user, never as root", async () => {
    await vm.install();
    cache(CACHE);
    cache("/root/.cache/azure-to-aws");
    writeFileSync(vm.at("/bin/runuser"), `#!/bin/sh\necho "$2" >>'${vm.at("/asked")}'\n`, { mode: 0o755 });
    assert.deepEqual(await remove(), removed);
    assert.equal(readFileSync(vm.at("/asked"), "utf8"), "ops\n");
    assert.equal(readdirSync(vm.at(CACHE)).length, 5);
    assert.ok(!existsSync(vm.at("/root/.cache/azure-to-aws")));
  });

  it("removes nothing while an installation runs, and does not wait for ever", async () => {
    await vm.install();
    const before = everything();
    const hold = `import fcntl, signal
file = open(${JSON.stringify(vm.at(guestPaths.lock))}, "a")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
signal.pause()`;
    const holder = start(["python3", ["-IS", "-c", hold]]);
    await new Promise((resolve) => holder.stdout?.once("data", resolve));
    const script = renderRemoveScript({ roleArns: [roleArn] });
    const run = await remove(script.replace("signal.alarm(300)", "signal.alarm(1)"));
    holder.kill("SIGKILL");
    assert.equal(run.exitCode, 1);
    assert.match(run.stderr, /\[install-another-runs\]$/m);
    assert.deepEqual(everything(), before);
    assert.deepEqual(await remove(), removed);
  });

  for (const shell of [["dash"], ["bash"], ["bash", "--posix"], ["busybox", "sh"]] as const) {
    it(`runs in ${shell.join(" ")}, where that is installed`, async function () {
      if (spawnSync(shell[0], ["-c", "exit"]).error !== undefined) {
        this.skip();
      }
      await vm.install();
      cache(CACHE);
      writeFileSync(vm.at("script.sh"), vm.moved(renderRemoveScript({ roleArns: [roleArn] })));
      const [program, ...args] = shell;
      const run = await ending(start([program, [...args, vm.at("script.sh")]], { PATH: PATH() }));
      assert.deepEqual(run, removed);
      assert.deepEqual(readdirSync(vm.at("/opt")), []);
      assert.ok(!existsSync(vm.at(CACHE)));
    });
  }

  it("expands nothing of a role's path", async () => {
    const odd = "arn:aws:iam::111122223333:role/$HOME/`id`/'/reader";
    await vm.install(renderInstallScript({ profiles: [{ ...goodProfile, roleArn: odd }] }));
    assert.match((await remove()).stderr, /\[remove-other-installation\]$/m);
    assert.deepEqual(await remove(renderRemoveScript({ roleArns: [odd] })), removed);
  });

  it("is not written without a role, or for a string that is not an ARN of one", () => {
    const message = "must hold at least one ARN of an IAM role, and nothing else [guest-role-arns-invalid]";
    assert.throws(() => renderRemoveScript({ roleArns: [] }), {
      message: problemsMessage(`roleArns: "" ${message}`),
    });
    for (const wrong of ["", "reader", `${roleArn}\n`]) {
      assert.throws(() => renderRemoveScript({ roleArns: [roleArn, wrong] }), /\[guest-role-arns-invalid\]/);
    }
  });

  it("is plain ASCII text, far below what Azure's handler takes", () => {
    const script = renderRemoveScript({ roleArns: [roleArn] });
    assert.match(script, /^[\t\n\x20-\x7e]+$/);
    assert.ok(script.length < 32 * 1024, `${script.length} bytes`);
  });
});

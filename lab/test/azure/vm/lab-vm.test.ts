import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { LabVm } from "../../../azure/vm/lab-vm";

describe("LabVm", () => {
  let directory: string;
  let vm: LabVm;

  beforeEach(async () => {
    directory = await realpath(await mkdtemp(join(tmpdir(), "lab-vm-")));
    vm = await LabVm.create({
      name: "vm1",
      folder: join(directory, "vms/vm1"),
      adminUsername: "azureuser",
      path: ["/lab/tools"],
      imdsUrl: "http://127.0.0.1:1",
      egressUrl: "http://127.0.0.1:2",
    });
  });

  afterEach(async () => {
    await vm.remove();
    await rm(directory, { recursive: true });
  });

  it("runs commands as the admin user, in an environment of the machine's own", async () => {
    process.env.LAB_VM_TEST = "leaked";
    const { stdout, exitCode } = await vm.run(["env"]);
    delete process.env.LAB_VM_TEST;
    assert.equal(exitCode, 0);
    const environment = new Map(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
    for (const [name, value] of Object.entries({
      HOME: join(vm.folder, "home/azureuser"),
      PWD: join(vm.folder, "home/azureuser"),
      USER: "azureuser",
      AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:2",
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1:2",
      AWS_EC2_METADATA_DISABLED: "true",
      PATH: `${vm.folder}/lab/bin:/lab/tools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    })) {
      assert.equal(environment.get(name), value, name);
    }
    assert.equal(environment.has("LAB_VM_TEST"), false);
    assert.equal(environment.has("script"), false);
  });

  it("reads the profile scripts first, as a login does", async () => {
    await writeFile(join(vm.folder, "etc/profile.d/one.sh"), "export ONE=1\n");
    await writeFile(join(vm.folder, "etc/profile.d/two.sh"), 'export TWO="$ONE$ONE"\n');
    await writeFile(join(vm.folder, "etc/profile.d/no.txt"), "export TWO=no\n");
    assert.equal((await vm.run(["sh", "-c", "echo $TWO"])).stdout, "11\n");
  });

  it("hands on arguments, input and output untouched, and the exit code", async () => {
    const words = ["a b", "$HOME", "'", '"', "*", ""];
    const { stdout } = await vm.run(["printf", "[%s]", ...words]);
    assert.equal(stdout, words.map((word) => `[${word}]`).join(""));
    assert.equal((await vm.run(["cat"], { input: "in\n" })).stdout, "in\n");
    const failed = await vm.run(["sh", "-c", "echo oops >&2; exit 5"], { env: { X: "1" } });
    assert.deepEqual(failed, { exitCode: 5, stdout: "", stderr: "oops\n" });
    assert.equal((await vm.run(["no-such-program"])).exitCode, 127);
  });

  it("has an entrance by which a person runs the same from a shell", async () => {
    await writeFile(join(vm.folder, "etc/profile.d/greet.sh"), "export GREETING='good morning'\n");
    const command = ["sh", "-c", 'echo "$PWD|$GREETING|$1"', "sh", "it's me"] as const;
    const { stdout } = await execa(join(vm.folder, "lab/enter"), command, { env: { GREETING: "leaked" } });
    assert.equal(stdout, (await vm.run(command)).stdout.trim());
    assert.equal(stdout, `${join(vm.folder, "home/azureuser")}|good morning|it's me`);
  });

  it("ends a command, and all that it started, when it is told to", async () => {
    const controller = new AbortController();
    const running = vm.run(["sh", "-c", "sleep 600 & echo $! > pid; sleep 600"], {
      signal: controller.signal,
    });
    const file = join(vm.folder, "home/azureuser/pid");
    await until(() => existsSync(file));
    controller.abort();
    assert.equal((await running).exitCode, 137);
    // A process that ended may stand in the list, as a zombie, until somebody asks for its exit code.
    const stateOfChild = async (): Promise<string> =>
      (await vm.run(["sh", "-c", "ps -o stat= -p $(cat pid)"])).stdout.trim();
    while (/^[^Z]/.test(await stateOfChild())) {
      // It has not ended yet.
    }
  });

  it("leaves no process when it is stopped, and runs nothing afterwards", async () => {
    const running = vm.run(["sh", "-c", "sleep 600 & echo $! > pid; touch ready; sleep 600"]);
    await until(() => existsSync(join(vm.folder, "home/azureuser/ready")));
    vm.stop();
    assert.equal((await running).exitCode, 137);
    assert.deepEqual(await vm.run(["echo", "more"]), { exitCode: 137, stdout: "", stderr: "" });
  });

  it("does not take over a folder that is there", async () => {
    await assert.rejects(
      LabVm.create({
        name: "vm1",
        folder: vm.folder,
        adminUsername: "a",
        path: [],
        imdsUrl: "",
        egressUrl: "",
      }),
      { code: "EEXIST" },
    );
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

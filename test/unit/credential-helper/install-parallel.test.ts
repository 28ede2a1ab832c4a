import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { installedHelper } from "../../../credential-helper/helper-files";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { ending, type Run, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";
import { VmFolder } from "./vm-folder";

/** Without the lock, about three rounds in four fail. At night more are run. */
const ROUNDS = process.env.SUITE === "nightly" ? 50 : 8;

describe("Installations at once on one VM", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder();
  });
  afterEach(() => {
    vm.remove();
  });

  const { modulesFolder } = installedHelper();
  const ours = renderInstallScript({ profiles: [goodProfile] });

  /** The script of another version: with a folder of modules, and a version, of its own. */
  function ofVersion(number: number): string {
    const modules = `modules-${String(number).padStart(16, "0")}`;
    return ours.replaceAll(modulesFolder, modules).replace('VERSION = "0.2.0"', `VERSION = "9.9.${number}"`);
  }

  /** Runs scripts at the same time. */
  async function together(...scripts: string[]): Promise<Run[]> {
    const files = scripts.map((script, index) => {
      const file = vm.at(`script-${index}.sh`);
      writeFileSync(file, vm.moved(script));
      return file;
    });
    return await Promise.all(files.map((file) => ending(start(["sh", [file]], { HOME: vm.at("root") }))));
  }

  const version = async () =>
    await ending(start([vm.at(guestPaths.helper), ["--version"]], { HOME: vm.at("root") }));

  it(`of two versions always leave a helper that works, in ${ROUNDS} rounds`, async function () {
    this.timeout(300_000);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const runs = await together(ofVersion(2 * round), ofVersion(2 * round + 1));
      assert.deepEqual(
        runs.map(({ exitCode, stderr }) => [exitCode, stderr]),
        [
          [0, ""],
          [0, ""],
        ],
      );
      const { exitCode, stdout, stderr } = await version();
      assert.deepEqual([exitCode, stderr], [0, ""], `round ${round}`);
      assert.match(stdout, new RegExp(`^azure-to-aws 9\\.9\\.(${2 * round}|${2 * round + 1})\\n$`));
    }
  });

  it("on a new VM always leave a helper that works", async function () {
    this.timeout(120_000);
    for (let round = 1; round <= ROUNDS / 2; round += 1) {
      for (const folder of ["/opt", "/etc"]) {
        rmSync(vm.at(folder), { recursive: true, force: true });
      }
      const runs = await together(ofVersion(1), ofVersion(2), ofVersion(3));
      assert.deepEqual(
        runs.map(({ exitCode, stderr }) => [exitCode, stderr]),
        runs.map(() => [0, ""]),
      );
      assert.equal((await version()).exitCode, 0);
      const front = readFileSync(vm.at(guestPaths.helper), "utf8");
      const named = /^MODULES = "(.*)"$/m.exec(front)?.[1] ?? "";
      assert.ok(readdirSync(vm.at(guestPaths.helperFolder)).includes(named), named);
    }
  });

  it("wait for one that runs, and go on when that is killed", async () => {
    assert.equal((await together(ours))[0]?.exitCode, 0);
    const holding = vm.at("holding.sh");
    // Up to where the lock is taken, and then it says so and hangs.
    const [head = ""] = ours.split("folder '/etc/profile.d'\n");
    writeFileSync(holding, vm.moved(`${head}echo held\nexec cat 0<&8\n`));
    const holder = start(
      ["sh", ["-c", 'mkfifo "$1.pipe" && exec 8<>"$1.pipe" && exec sh "$1"', "sh", holding]],
      {
        HOME: vm.at("root"),
      },
    );
    await new Promise((resolve) => holder.stdout?.once("data", resolve));
    let isDone = false;
    const waiting = together(ours).then((runs) => {
      isDone = true;
      return runs;
    });
    // Long enough for one that would not wait: this machine just did it once in a fraction of it.
    const before = process.hrtime.bigint();
    assert.equal((await ending(start(["python3", ["-IS", "-c", "import time; time.sleep(3)"]]))).exitCode, 0);
    assert.ok(process.hrtime.bigint() - before > 2_900_000_000n);
    assert.equal(isDone, false);
    holder.kill("SIGKILL");
    const [run] = await waiting;
    assert.deepEqual([run?.exitCode, run?.stderr], [0, ""]);
  });

  it("do not wait for ever, and say what to do", async () => {
    const [head = ""] = ours.split("folder '/etc/profile.d'\n");
    const holding = vm.at("holding.sh");
    writeFileSync(holding, vm.moved(`${head}echo held\nexec cat 0<&8\n`));
    const holder = start(
      ["sh", ["-c", 'mkfifo "$1.pipe" && exec 8<>"$1.pipe" && exec sh "$1"', "sh", holding]],
      {
        HOME: vm.at("root"),
      },
    );
    await new Promise((resolve) => holder.stdout?.once("data", resolve));
    const [run] = await together(ours.replace("signal.alarm(300)", "signal.alarm(1)"));
    holder.kill("SIGKILL");
    assert.ok(run?.exitCode === 1);
    assert.match(
      run.stderr,
      /azure-to-aws: another installation has been running for 300 s\. End it and run this again \[install-another-runs\]\n$/,
    );
  });
});

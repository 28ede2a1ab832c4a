import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { ending, type Run, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";
import { VmFolder } from "./vm-folder";

/** Without the lock, about one round in ten fails. At night more are run. */
const ROUNDS = process.env.SUITE === "nightly" ? 50 : 8;

describe("Installations at once on one VM", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder();
  });
  afterEach(() => {
    vm.remove();
  });

  const ours = renderInstallScript({ profiles: [goodProfile] });

  /** The script of another version, whose config has another region and comes later than usual. */
  function ofVersion(number: number): string {
    return ours
      .replace('VERSION = "0.2.0"', `VERSION = "9.9.${number}"`)
      .replace("\nregion = eu-west-1\n", `\nregion = eu-west-${number}\n`)
      .replace("\nfile '/etc/azure-to-aws/config'", `\n"$python" -IS -c 'import ssl'$&`);
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

  /** The number of the version whose helper and config are there. */
  async function installed(): Promise<number> {
    const run = await ending(start([vm.at(guestPaths.helper), ["--version"]], { HOME: vm.at("root") }));
    assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
    const number = /^azure-to-aws 9\.9\.(\d+)\n$/.exec(run.stdout)?.[1];
    const region = /^region = eu-west-(\d+)$/m.exec(readFileSync(vm.at(guestPaths.config), "utf8"))?.[1];
    assert.equal(region, number, "the config is that of another version");
    return Number(number);
  }

  it(`of two versions leave helper and config of the same one, in ${ROUNDS} rounds`, async function () {
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
      assert.ok([2 * round, 2 * round + 1].includes(await installed()), `round ${round}`);
    }
  });

  it("on a new VM leave helper and config of the same version", async function () {
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
      assert.ok([1, 2, 3].includes(await installed()));
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

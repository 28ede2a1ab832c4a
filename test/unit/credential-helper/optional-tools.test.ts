import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderInstallScript } from "../../../credential-helper/index";
import { optionalTools } from "../../../credential-helper/optional-tools";
import { ending, start, TemporaryFolder } from "./helper/run-helper";
import { goodProfile } from "./profiles";

const asked = { installAwsCli: true };

/** A machine that has no programs but those that a test gives it. */
class BareMachine extends TemporaryFolder {
  readonly #bin = join(this.path, "bin");

  constructor() {
    super();
    mkdirSync(this.#bin);
  }

  program(name: string, script: string): void {
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** A package manager that has these packages: it notes how it is called, and installs by making a program. */
  manager(name: string, packages: readonly string[]): void {
    const has = `case " ${packages.join(" ")} " in *" $last "*) ;; *) exit 1 ;; esac`;
    this.program(
      name,
      `echo "${name} $*" >>'${this.path}/log'
for last; do :; done
case $last in update) exit ;; --classic) last=aws-cli ;; esac
${has}
echo 'echo aws-cli/2' >'${this.#bin}/aws'
/bin/chmod 755 '${this.#bin}/aws'`,
    );
    if (name === "apt-get") {
      this.program("apt-cache", `last=$2\n${has}`);
    }
  }

  /** Runs the part of the script that installs tools. */
  async install(tools: object) {
    const file = join(this.path, "script.sh");
    const head = 'set -eu\nfail() { echo "$1" >&2; exit 1; }';
    writeFileSync(file, [head, ...optionalTools(tools)].join("\n"));
    return ending(start(["/bin/sh", [file]], { PATH: this.#bin }));
  }

  get log(): string[] {
    const file = join(this.path, "log");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }
}

describe("The install script's optional tools", () => {
  let machine: BareMachine;

  beforeEach(() => {
    machine = new BareMachine();
  });
  afterEach(() => {
    machine.remove();
  });

  it("are left out unless somebody asks for them", () => {
    const script = renderInstallScript({ profiles: [goodProfile] });
    assert.doesNotMatch(script, /apt-get -q|dnf -q|zypper -q|snap install/);
    assert.match(renderInstallScript({ profiles: [goodProfile], installAwsCli: true }), /package awscli/);
  });

  it("come from the distribution's packages, of which the first that there is counts", async () => {
    machine.manager("apt-get", ["awscli"]);
    assert.deepEqual(await machine.install(asked), { exitCode: 0, stdout: "", stderr: "" });
    const quiet = "apt-get -q -o DPkg::Lock::Timeout=300 update";
    const options = "apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install";
    assert.deepEqual(machine.log, [quiet, `${options} awscli`]);
  });

  it("come by dnf and zypper too, under the names that these have", async () => {
    for (const [manager, packages, calls] of [
      ["dnf", ["awscli2"], ["dnf -q -y install awscli", "dnf -q -y install awscli2"]],
      [
        "zypper",
        ["aws-cli"],
        ["zypper -q -n install awscli", "zypper -q -n install awscli2", "zypper -q -n install aws-cli"],
      ],
    ] as const) {
      const other = new BareMachine();
      other.manager(manager, packages);
      assert.equal((await other.install(asked)).exitCode, 0);
      assert.deepEqual(other.log, calls);
      other.remove();
    }
  });

  it("come as a snap where there is no package of the AWS CLI, as on Ubuntu 24.04", async () => {
    machine.manager("apt-get", []);
    machine.manager("snap", ["aws-cli"]);
    assert.equal((await machine.install(asked)).exitCode, 0);
    assert.deepEqual(machine.log.at(-1), "snap install aws-cli --classic");
  });

  it("are left alone where they are already", async () => {
    machine.manager("apt-get", ["awscli"]);
    await machine.install(asked);
    const before = machine.log.length;
    assert.equal((await machine.install(asked)).exitCode, 0);
    assert.equal(machine.log.length, before);
  });

  it("fail the installation where nobody has them, and say who was asked", async () => {
    machine.manager("dnf", []);
    assert.deepEqual(await machine.install(asked), {
      exitCode: 1,
      stdout: "",
      stderr:
        "cannot install the AWS CLI: apt-get, dnf, zypper, and snap find no package of it. Install it yourself [install-no-aws-cli]\n",
    });
  });
});

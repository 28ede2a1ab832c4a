/** What a person is told who uses the lab by hand, and the environment that a shell reads. */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { describeUse } from "../../../lab/describe-use";
import type { Lab } from "../../../lab/lab";
import { startLab } from "../components/federation-lab";

describe("the use of a lab by hand", function () {
  this.timeout("1m");
  let lab: Lab;
  let told: string;

  before(async function () {
    this.timeout("15m");
    lab = await startLab();
    told = await describeUse(lab);
  });

  after(async () => {
    await lab.stop();
  });

  /** Runs a command in a shell that has read the environment, where `PATH` was `before`. */
  const run = async (command: string, before: string): Promise<string> => {
    const [, read = ""] = /^ {2}(\. .*)$/m.exec(told) ?? [];
    const env = { PATH: before };
    const { stdout } = await execa("/bin/sh", ["-c", `${read}\n${command}`], { env, extendEnv: false });
    return stdout;
  };

  it("finds the lab's CLI, state and clouds", async () => {
    const { PULUMI_HOME, AWS_ENDPOINT_URL, PATH = "" } = lab.pulumi.environment;
    const cli = path.join(PATH.split(path.delimiter)[0] ?? "", "pulumi");
    const found = await run(
      'command -v pulumi; echo "$PULUMI_HOME"; echo "$AWS_ENDPOINT_URL"',
      "/usr/bin:/bin",
    );
    assert.deepEqual(found.split("\n"), [cli, PULUMI_HOME, AWS_ENDPOINT_URL ?? ""]);
  });

  it("keeps the terminal's own PATH", async () => {
    assert.match(
      await run('echo "$PATH"', "/their own/bin:/usr/bin:/bin"),
      /^[^:]+:\/their own\/bin:\/usr\/bin:\/bin$/,
    );
  });
});

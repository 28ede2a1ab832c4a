import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePythonEnvironment, type PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { useFixture } from "./fixture";
import { commandOf, ending, start } from "./run-helper";

/** botocore asks for new credentials at every use that is within 15 minutes of their end (`credentials.py`). */
describe("To boto3, which renews early, the credential helper gives", () => {
  const fixture = useFixture();
  let python: PythonEnvironment;

  before(async function () {
    // The first time on a machine, packages are fetched.
    this.timeout(600_000);
    python = await ensurePythonEnvironment({ report: () => undefined });
  });

  /** Has botocore use credentials of the helper five times; how often it started the helper. */
  async function uses(args: readonly string[]): Promise<number> {
    const options = fixture.options({ args });
    const [file, words] = commandOf(options);
    const calls = join(fixture.folder, "calls");
    const front = join(fixture.folder, "front.sh");
    const quoted = [file, ...words].map((word) => `'${word}'`).join(" ");
    writeFileSync(front, `#!/bin/sh\necho call >>'${calls}'\nexec ${quoted}\n`, { mode: 0o700 });
    const config = join(fixture.folder, "config");
    writeFileSync(config, `[profile p]\ncredential_process = ${front}\n`);
    const script = `
import botocore.session
credentials = botocore.session.Session(profile="p").get_credentials()
print(len({credentials.get_frozen_credentials().token for _ in range(5)}))`;
    const env = { ...options.env, AWS_CONFIG_FILE: config, AWS_EC2_METADATA_DISABLED: "true" };
    const run = await ending(start([python.python, ["-c", script]], env));
    assert.deepEqual(run, { exitCode: 0, stdout: "1\n", stderr: "" });
    return readFileSync(calls, "utf8").split("\n").length - 1;
  }

  it("one session of an hour, and is started once", async () => {
    assert.equal(await uses([]), 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("one session of 15 minutes although it is started at each use, since that stays fresh for half its time", async () => {
    fixture.clouds.sessionSeconds = 900;
    assert.ok((await uses(["--duration", "900"])) >= 5);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });
});

/** What a checkout of this repository offers by npm. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";

describe("npm run preflight in a checkout", function () {
  this.timeout(120_000); // It builds what changed.
  let directory = "";

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "checkout-"));
  });
  after(async () => {
    await rm(directory, { recursive: true });
  });

  const preflight = async (...args: string[]) =>
    execa("npm", ["--prefix", PROJECT_ROOT, "run", "--silent", "preflight", "--", ...args], {
      cwd: directory,
      reject: false,
    });

  it("prints the help of the command, and not npm's", async () => {
    const { exitCode, stdout } = await preflight("--help");
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^Usage: azure-to-aws preflight \[options\]\n[^]*In a checkout:\nnpm run preflight -- /,
    );
  });

  it("finds files by the folder in which npm was called", async () => {
    await writeFile(path.join(directory, "Pulumi.dev.yaml"), "config:\n  aws:region: Ireland\n");
    const { exitCode, stdout, stderr } = await preflight("--stack-config", "Pulumi.dev.yaml");
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /AWS region: invalid value\. .*; got "Ireland" \[option-value-invalid\]/);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PulumiCommand } from "../../../../pulumi/engine/pulumi-command";
import { PulumiStack, type PulumiStackOptions } from "../../../../pulumi/engine/pulumi-stack";
import { ensurePulumiCli } from "../../../../pulumi/toolchain/pulumi-cli";
import { makeProject } from "../../../../testing/make-project";

describe("a stack of the lab", function () {
  this.timeout(60_000);
  let directory: string;
  let pulumi: PulumiCommand;
  let options: PulumiStackOptions;

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "pulumi-stack-")));
    const { path: executable } = await ensurePulumiCli({ report: () => undefined });
    pulumi = await PulumiCommand.create({ executable, directory, environment: {} });
    const projectDirectory = await makeProject(directory, "shop", "");
    options = { projectDirectory, stackName: "dev", directory: path.join(directory, "stacks"), config: {} };
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it("exists for the real CLI once it is created, with no resource and no output", async () => {
    const stack = await PulumiStack.create(pulumi, options);
    const { output } = await pulumi.run(["stack", "ls", "--json"], options);
    const found = JSON.parse(output) as { name: string }[];
    assert.deepEqual(
      found.map(({ name }) => name),
      ["dev"],
    );
    assert.deepEqual(await stack.outputs(), {});
  });

  it("is not created a second time", async () => {
    await assert.rejects(PulumiStack.create(pulumi, options), { code: "EEXIST" });
  });
});

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { filesIn, isTerraformFile, readBeside } from "../../../../cli/input/folders";
import { OPEN } from "../entra-policy";
import { runCli } from "../run-cli";

const TEMPLATE = JSON.stringify({
  Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: OPEN } } },
});

describe("a folder on the command line", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "folders-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
  }

  async function namesIn(): Promise<string[]> {
    return (await filesIn(folder)).map((file) => path.relative(folder, file));
  }

  const stack = (templateFile: string): unknown => ({
    type: "aws:cloudformation:stack",
    properties: { templateFile },
  });

  it("that cdk synth wrote is its templates, those of its stages, and those that its manifest names", async () => {
    await write({
      "manifest.json": JSON.stringify({
        artifacts: { a: stack("a.template.json"), b: stack("b.json"), tree: { type: "cdk:tree" } },
      }),
      "a.template.json": TEMPLATE,
      "b.json": TEMPLATE,
      "a.assets.json": "{}",
      "tree.json": "{}",
      "assembly-Prod/manifest.json": '{"artifacts": {}}',
      "assembly-Prod/c.template.json": TEMPLATE,
      "asset.1234/d.template.json": TEMPLATE,
    });
    assert.deepEqual(await namesIn(), ["a.template.json", "b.json", "assembly-Prod/c.template.json"]);
    const { exitCode, stdout } = await runCli(["judge", folder]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^3 roles in \d files?: 3 rejected, 0 not judged, 0 accepted\.$/m);
  });

  it("whose manifest names a template that is not there is unreadable in that", async () => {
    await write({ "manifest.json": JSON.stringify({ artifacts: { a: stack("a.template.json") } }) });
    const { exitCode, stdout } = await runCli(["judge", folder]);
    assert.equal(exitCode, 2);
    assert.match(stdout, /a\.template\.json: no such file\. Check the path \[input-not-found\]$/m);
  });

  it("of Terraform source is its files, each judged with the others", async () => {
    await write({
      "main.tf": 'resource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode(local.policy)\n}\n',
      "locals.tf": `locals {\n  policy = ${JSON.stringify(OPEN)}\n}\n`,
      "terraform.tfvars": "",
      "README.md": "",
    });
    assert.deepEqual(await namesIn(), ["locals.tf", "main.tf"]);
    const { exitCode, stdout } = await runCli(["judge", folder]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^aws_iam_role\.r\n {2}aws_iam_role at .*main\.tf:1$/m);
    assert.deepEqual(
      (await readBeside(path.join(folder, "main.tf"))).map(({ name }) => name),
      ["locals.tf", "terraform.tfvars"],
    );
  }).timeout("20s");

  it("with neither is unreadable", async () => {
    await write({ "policy.json": "{}" });
    const { exitCode, stdout } = await runCli(["judge", folder]);
    assert.equal(exitCode, 2);
    assert.match(
      stdout,
      /: this folder has neither CloudFormation templates .* \[input-folder-without-files\]$/m,
    );
  });

  it("is told from a file, whose name says whether it is Terraform source", async () => {
    assert.deepEqual(await filesIn("-"), ["-"]);
    assert.deepEqual(await filesIn("none.json"), ["none.json"]);
    assert.deepEqual(["a.tf", "a.tofu", "a.tf.json", "tf", "a.tfvars"].map(isTerraformFile), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

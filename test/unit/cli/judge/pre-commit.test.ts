/** The hook of the manual, in repositories as people have them. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OPEN, policy } from "../entra-policy";

const ROOT = path.join(__dirname, "../../../..");
const PAGE = readFileSync(path.join(ROOT, "docs/how-to/check-terraform.md"), "utf8");
const [, HOOK = ""] = /\.git\/hooks\/pre-commit`[^`]*```sh\n([^`]*)```/.exec(PAGE) ?? [];

const terraform = (document: unknown): string =>
  `resource "aws_iam_role" "r" {\n  name               = "r"\n  assume_role_policy = jsonencode(${JSON.stringify(document)})\n}\n`;
const cloudFormation = (document: unknown): string =>
  JSON.stringify({
    Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
  });

/** What a right repository has. */
const RIGHT: Readonly<Record<string, string>> = {
  "README.md": "# Infrastructure\n",
  "package.json": '{"name": "infrastructure"}\n',
  "tsconfig.json": '{\n  // strict\n  "extends": "x",\n}\n',
  ".gitignore": "scratch/\n",
  "scratch/open.json": JSON.stringify(OPEN),
  "modules/role/main.tf": terraform(policy()),
  "modules/role/variables.tf": "",
  "modules/network/main.tf": 'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n',
  "policies/load-balancer.json": JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "elasticloadbalancing:*", Resource: "*" }],
  }),
  "stacks/app.template.json": cloudFormation(policy()),
  "chart/templates/deployment.yaml": "{{- if .Values.on }}\nkind: Deployment\n{{- end }}\n",
};

describe("the manual's pre-commit hook", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "pre-commit-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  /** Commits files with the hook, and returns git's exit code and what the hook prints. */
  async function commit(
    files: Readonly<Record<string, string>>,
  ): Promise<{ status: number | null; output: string }> {
    const repository = path.join(folder, "repository");
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(repository, name)), { recursive: true });
      await writeFile(path.join(repository, name), text);
    }
    execFileSync("git", ["init", "-q"], { cwd: repository });
    const program = path.join(ROOT, "dist/cli/azure-to-aws.js");
    const npx = `#!/bin/sh\n[ "$1" = "@azure-to-aws/cli" ] || exit 99\nshift\nexec "${process.execPath}" "${program}" "$@"\n`;
    await mkdir(path.join(repository, ".git/hooks"), { recursive: true });
    for (const [file, text] of [
      [path.join(repository, ".git/hooks/pre-commit"), HOOK],
      [path.join(folder, "npx"), npx],
    ] as const) {
      await writeFile(file, text);
      await chmod(file, 0o755);
    }
    const env = { PATH: `${folder}:${process.env.PATH ?? ""}`, HOME: folder };
    execFileSync("git", ["add", "."], { cwd: repository, env });
    const author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    const { status, stdout, stderr } = spawnSync("git", [...author, "commit", "-qm", "x"], {
      cwd: repository,
      env,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  it("lets a right repository commit", async () => {
    const { status, output } = await commit(RIGHT);
    assert.equal(status, 0, output);
    assert.match(output, /^Read \d+ files, skipped \d+, judged 2 roles\.$/m);
  }).timeout("60s");

  for (const [title, wrong] of Object.entries({
    "a module of Terraform": { "modules/team/ci/main.tf": terraform(OPEN) },
    "a template in a folder below": { "stacks/team/template.yaml": cloudFormation(OPEN) },
    "a policy of its own": { "policies/trust.json": JSON.stringify(OPEN) },
  })) {
    it(`stops a commit with an open role in ${title}`, async () => {
      const { status, output } = await commit({ ...RIGHT, ...wrong });
      assert.equal(status, 1, output);
      assert.match(output, /^Read \d+ files, skipped \d+, judged 3 roles\.$/m);
      assert.match(output, /: 1 rejected, /);
    }).timeout("60s");
  }
});

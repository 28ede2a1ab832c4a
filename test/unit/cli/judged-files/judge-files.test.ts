import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OPEN, policy } from "../entra-policy";
import { runCli } from "../run-cli";

type Json = Record<string, unknown>;

const template = (document: unknown): Json => ({
  Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
});
const PERMISSIONS = { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };

interface Report {
  readonly accepted: boolean;
  readonly read: number;
  readonly skipped: readonly {
    readonly file: string;
    readonly skipped: string;
    readonly mayHaveRole: boolean;
  }[];
  readonly files: readonly {
    readonly file: string;
    readonly unreadable?: string;
    readonly kind?: string;
    readonly roles?: readonly { readonly role: string; readonly verdict: string }[];
  }[];
}

describe("judge with a folder", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "judge-files-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      const text = typeof content === "string" ? content : JSON.stringify(content);
      await writeFile(path.join(folder, name), text);
    }
  }

  async function judged(...args: string[]): Promise<{ exitCode: number | undefined; report: Report }> {
    const { exitCode, stdout } = await runCli(["judge", "--format", "json", ...args, folder]);
    return { exitCode, report: JSON.parse(stdout) as Report };
  }

  const name = (file: string): string => path.relative(folder, file);

  /** What became of each file: its roles' verdicts, why it was skipped, or that it is unreadable. */
  function outcomesOf({ files, skipped }: Report): Record<string, string> {
    return Object.fromEntries([
      ...files.map(({ file, roles = [], unreadable }): [string, string] => [
        name(file),
        unreadable === undefined ? roles.map(({ verdict }) => verdict).join(", ") : "unreadable",
      ]),
      ...skipped.map(({ file, skipped: why }): [string, string] => [name(file), why]),
    ]);
  }

  it("finds the roles of each kind of file by content, at any depth and under any name", async () => {
    await write({
      "app.template.json": template(policy()),
      "template.yaml": JSON.stringify(template(OPEN)),
      "deep/er/stack.yml": `AWSTemplateFormatVersion: "2010-09-09"\nResources: ${JSON.stringify(template(OPEN).Resources)}\n`,
      "stack.cfn": `Resources: ${JSON.stringify(template(OPEN).Resources)}\n`,
      noextension: `Resources: ${JSON.stringify(template(OPEN).Resources)}\n`,
      "trust.policy": OPEN,
      "trust.json": OPEN,
      "trust.json.tpl": OPEN,
      "list.json": [OPEN, policy()],
      "plan.json": {
        format_version: "1.2",
        resource_changes: [
          {
            address: "aws_iam_role.r",
            mode: "managed",
            type: "aws_iam_role",
            change: { actions: ["create"], after: { assume_role_policy: JSON.stringify(OPEN) } },
          },
        ],
      },
      "k8s.yaml": `apiVersion: v1\nkind: ConfigMap\n---\napiVersion: iam.services.k8s.aws/v1alpha1\nkind: Role\nmetadata: {name: r}\nspec:\n  assumeRolePolicyDocument: '${JSON.stringify(OPEN)}'\n`,
      "escaped.json": JSON.stringify(template(OPEN)).replaceAll("A", "\\u0041").replaceAll("S", "\\u0053"),
      "playbook.yml": `- hosts: all\n  tasks:\n    - community.aws.iam_role:\n        name: r\n        assume_role_policy_document: ${JSON.stringify(OPEN)}\n`,
      "terraform.tfstate": {
        version: 4,
        lineage: "x",
        resources: [{ instances: [{ attributes: { assume_role_policy: JSON.stringify(OPEN) } }] }],
      },
      "main.tf": `resource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode(${JSON.stringify(OPEN)})\n}\n`,
    });
    const { exitCode, report } = await judged();
    const outcomes = outcomesOf(report);
    assert.deepEqual(outcomes, {
      ...Object.fromEntries(Object.keys(outcomes).map((file) => [file, "rejected"])),
      "app.template.json": "accepted",
      "list.json": "rejected, accepted",
    });
    assert.equal(Object.keys(outcomes).length, 15);
    assert.equal(exitCode, 1);
  }).timeout("60s");

  it("skips files of other kinds, each with a reason, and says how many", async () => {
    await write({
      "package.json": { name: "x", scripts: { deploy: "assume role" } },
      "tsconfig.json": '{\n  // a comment\n  "extends": "./statement",,\n}',
      "permissions.json": PERMISSIONS,
      "bucket.json": {
        Statement: { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" },
      },
      "schema.json": { definitions: { AssumeRolePolicyDocument: { type: "object" } } },
      "words.json": { assumeRolePolicy: "The trust policy" },
      "cdk.out/tree.json": { version: "tree-0.1", tree: { attributes: { assumeRolePolicyDocument: OPEN } } },
      "chart/templates/x.yaml": "{{- if .Values.effect }}\nkind: ConfigMap\n{{- end }}\n",
      "mkdocs.yml": "x: !!python/name:statement\n  bad: [\n",
      ".github/workflows/ci.yml":
        "on: push\njobs:\n  a:\n    steps:\n      - with: {role-to-assume: '${{ vars.ROLE }}'}\n",
      "src/role.ts": `const document = { AssumeRolePolicyDocument: x };\n`,
      "README.md": '# A\n\n```json\n{"Statement": []}\n```\n',
      "empty.tf": "",
      "blank.json": "\n",
      "data.bin": "a\0b",
      "plain.yaml": "a: 1\n",
    });
    const { exitCode, report } = await judged();
    const other = "a file of another kind";
    const unparsed = "neither JSON nor YAML";
    assert.deepEqual(outcomesOf(report), {
      "package.json": other,
      "tsconfig.json": unparsed,
      "permissions.json": "a permissions policy, not a trust policy",
      "bucket.json": "a policy of a resource, not a trust policy",
      "schema.json": other,
      "words.json": other,
      "cdk.out/tree.json": other,
      "chart/templates/x.yaml": unparsed,
      "mkdocs.yml": unparsed,
      ".github/workflows/ci.yml": other,
      "src/role.ts": other,
      "README.md": other,
      "empty.tf": "an empty file",
      "blank.json": "an empty file",
      "data.bin": "not text",
      "plain.yaml": "no role, policy, or template in it",
    });
    assert.equal(exitCode, 0);
    assert.equal(report.read, 0);
    for (const format of ["text", "markdown"]) {
      const { stdout } = await runCli(["judge", "--format", format, folder]);
      assert.match(
        stdout,
        /\n\nRead 0 files, skipped 16, judged 0 roles\.(?:\nNext: aws iam get-account-authorization-details --filter Role \| npx @azure-to-aws\/cli judge -)?\n$/,
      );
    }
  });

  it("names what it skipped if that is little", async () => {
    await write({ "trust.json": policy(), "permissions.json": PERMISSIONS });
    const { stdout, exitCode } = await runCli(["judge", folder]);
    assert.match(stdout, /permissions\.json: Skipped: a permissions policy, not a trust policy\.$/m);
    assert.match(stdout, /\nRead 1 file, skipped 1, judged 1 role\.\n$/);
    assert.equal(exitCode, 0);
  });

  it("ends with exit code 2 for a broken file of a known kind alone", async () => {
    const broken = '{"Resources": {"R": {"Type": "AWS::IAM::Role",';
    await write({
      "broken.json": broken,
      "other.json": '{"a": "statement",',
      "x.template.json": '{"effect": ',
    });
    const { exitCode, report } = await judged("--allow-unknown");
    assert.deepEqual(outcomesOf(report), {
      "broken.json": "unreadable",
      "x.template.json": "unreadable",
      "other.json": "neither JSON nor YAML",
    });
    assert.equal(exitCode, 2);
  });

  it("is no success if a skipped file may have a role", async () => {
    const chart =
      "{{- range .Values.roles }}\nkind: Role\nspec:\n  assumeRolePolicyDocument: {{ .policy }}\n{{- end }}\n";
    await write({ "chart/role.yaml": chart, "good.json": policy() });
    const { exitCode, stdout } = await runCli(["judge", folder]);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /role\.yaml: Skipped: it mentions a role, but another program fills it in first \[trust-policy-not-read\]$/m,
    );
    assert.equal((await judged("--allow-unknown")).exitCode, 0);
  });

  it("is no success if a template of another program may have a role, unlike a script that calls AWS", async () => {
    const statement =
      '{% for s in subs %}{"Principal": {{ p }}, "Action": "sts:AssumeRoleWithWebIdentity"}{% endfor %}';
    await write({
      "trust.json.j2": `{"Statement": [${statement}]}`,
      "user-data.sh.tpl":
        "#!/bin/sh\naws sts assume-role-with-web-identity {{ x }} # AssumeRoleWithWebIdentity\n",
      "sign-in":
        "#!/bin/sh\n# AssumeRoleWithWebIdentity: aws iam create-role --assume-role-policy-document x\n",
    });
    const { exitCode, report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "trust.json.j2": "it mentions a role, but another program fills it in first",
      "user-data.sh.tpl": "a file of another kind",
      "sign-in": "a file of another kind",
    });
    assert.equal(exitCode, 1);
  });

  it("is no success if a role is in a file in another encoding, or in another language than JSON", async () => {
    await write({
      "policy.json5": "{Statement: [{Principal: {}, Action: 'sts:AssumeRoleWithWebIdentity'}]}",
    });
    const text = JSON.stringify(OPEN);
    const bytes: Record<string, Buffer> = {
      "latin.json": Buffer.from(text.replace("{", '{"Id":"\u00e9",'), "latin1"),
      "utf16.json": Buffer.from(text, "utf16le"),
      "nul.yaml": Buffer.from(`${text}\0`),
      "latin.tf": Buffer.from("# \u00e9\n", "latin1"),
      "latin.md": Buffer.from(`\u00e9 ${text}`, "latin1"),
      program: Buffer.from(`\x7fELF\0${text}`),
    };
    for (const [file, content] of Object.entries(bytes)) {
      await writeFile(path.join(folder, file), content);
    }
    const { exitCode, report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "latin.json": "unreadable",
      "utf16.json": "unreadable",
      "nul.yaml": "unreadable",
      "latin.tf": "unreadable",
      "latin.md": "not text",
      "policy.json5": "neither JSON nor YAML",
      program: "not text",
    });
    assert.deepEqual(
      report.skipped.filter(({ mayHaveRole }) => mayHaveRole).map(({ file }) => name(file)),
      ["policy.json5"],
    );
    assert.equal(exitCode, 2);
  });

  it("is no success if a large file has a role in UTF-16 without a mark", async () => {
    const large = (content: unknown): Buffer =>
      Buffer.from(JSON.stringify({ ...template(content), Description: "x".repeat(600_000) }), "utf16le");
    await writeFile(path.join(folder, "large.json"), large(OPEN));
    await writeFile(path.join(folder, "other.json"), large({}).subarray(-1_100_000));
    await writeFile(path.join(folder, "large.bin"), large(OPEN));
    await writeFile(path.join(folder, "large"), large(OPEN));
    const { exitCode, report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "large.json": "unreadable",
      large: "unreadable",
      "other.json": "not text",
      "large.bin": "not text",
    });
    assert.equal(exitCode, 2);
  });

  it("is no success for a template that was cut off, or a trust policy that Terragrunt fills in", async () => {
    const trust = `jsonencode({ Statement = [{ Principal = local.p, Action = "sts:AssumeRoleWithWebIdentity" }] })`;
    await write({
      "cut.template.yaml": "AWSTemplateFormat: x\nResources:\n  A: [\n",
      "whole.template.yaml": "Name: x\n",
      "app/terragrunt.hcl": `inputs = {\n  trust = ${trust}\n}\n`,
      "other/terragrunt.hcl": `inputs = {\n  actions = ["sts:AssumeRoleWithWebIdentity"]\n}\n`,
    });
    const { exitCode, report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "cut.template.yaml": "unreadable",
      "whole.template.yaml": "no role, policy, or template in it",
      "app/terragrunt.hcl": "it mentions a role, but another program fills it in first",
      "other/terragrunt.hcl": "a file of another kind",
    });
    assert.deepEqual(
      report.skipped.filter(({ mayHaveRole }) => mayHaveRole).map(({ file }) => name(file)),
      ["app/terragrunt.hcl"],
    );
    assert.equal(exitCode, 2);
  });

  it("reads JSON that begins with comments, and policies of AWS Config in URL encoding", async () => {
    const item = (assumeRolePolicyDocument: unknown): Json => ({
      resourceType: "AWS::IAM::Role",
      configuration: JSON.stringify({ roleName: "r", assumeRolePolicyDocument }),
    });
    const encoded = encodeURIComponent(JSON.stringify(OPEN));
    await write({
      "policy.hujson": `// The role for CI\n/* 2026 */\n${JSON.stringify(OPEN)}`,
      "policy.json5": "// JSON5\n{Statement: [{Principal: {}, Action: 'sts:AssumeRoleWithWebIdentity'}]}",
      "config.json": { configurationItems: [item(encoded)] },
      "right.json": { configurationItems: [item(encodeURIComponent(JSON.stringify(policy())))] },
      "other.json": { configurationItems: [{ input: { policyDocument: encoded } }] },
      "code.js": `// effect\n"use strict";\n`,
    });
    const { report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "policy.hujson": "rejected",
      "policy.json5": "neither JSON nor YAML",
      "config.json": "rejected",
      "right.json": "accepted",
      "other.json": "rejected",
      "code.js": "neither JSON nor YAML",
    });
    assert.deepEqual(
      report.skipped.filter(({ mayHaveRole }) => mayHaveRole).map(({ file }) => name(file)),
      ["policy.json5"],
    );
  });

  it("is no success if a file is too large to be read, unless it is binary", async () => {
    await write({ "large.json": "{", "large.bin": "\0" });
    await truncate(path.join(folder, "large.bin"), 300 * 1024 * 1024);
    await writeFile(path.join(folder, "large.json"), Buffer.alloc(8192, "{"));
    await truncate(path.join(folder, "large.json"), 300 * 1024 * 1024);
    const { exitCode, report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "large.bin": "not text",
      "large.json": "larger than 268435456 bytes",
    });
    assert.equal(exitCode, 1);
  });

  it("does not follow links, and does not wait for pipes", async () => {
    await write({ "good.json": policy() });
    await symlink(path.join(folder, "good.json"), path.join(folder, "link.json"));
    await symlink("/", path.join(folder, "root"));
    execFileSync("mkfifo", [path.join(folder, "pipe.json")]);
    const { exitCode, report } = await judged();
    assert.deepEqual(outcomesOf(report), {
      "good.json": "accepted",
      "link.json": "a link, which is not followed",
      "pipe.json": "not a regular file",
      root: "a link, which is not followed",
    });
    assert.equal(exitCode, 0);
  });

  it("means the working folder without a name", async () => {
    await write({ "open.json": OPEN });
    const before = process.cwd();
    process.chdir(folder);
    try {
      const { exitCode, stdout } = await runCli(["judge"]);
      assert.match(stdout, /^Read 1 file, skipped 0, judged 1 role\.$/m);
      assert.equal(exitCode, 1);
    } finally {
      process.chdir(before);
    }
  });

  it("judges each folder of Terraform source as a module", async () => {
    const role = 'resource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode(local.policy)\n}\n';
    await write({
      "main.tf": "locals {\n  policy = 1\n}\n",
      "a/main.tf": role,
      "a/locals.tf": `locals {\n  policy = ${JSON.stringify(OPEN)}\n}\n`,
      "b/c/main.tf": role,
      "b/c/locals.tf": `locals {\n  policy = ${JSON.stringify(OPEN)}\n}\n`,
      "variables.tf": 'output "x" {\n  value = 1\n}\n',
    });
    const { exitCode, report } = await judged();
    const outcomes = outcomesOf(report);
    assert.deepEqual([outcomes["a/main.tf"], outcomes["b/c/main.tf"]], ["rejected", "rejected"]);
    assert.equal(report.read, 6);
    assert.equal(exitCode, 1);
  }).timeout("60s");

  it("has a message for a folder that cannot be listed", async () => {
    const { exitCode } = await runCli(["judge", path.join(folder, "none")]);
    assert.equal(exitCode, 2);
  });
});

describe("judge with a named file", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "judge-named-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function judge(
    file: string,
    content: string,
  ): Promise<{ exitCode: number | undefined; stdout: string }> {
    await writeFile(path.join(folder, file), content);
    return runCli(["judge", path.join(folder, file)]);
  }

  it("says of a permissions policy that it is none, without an error", async () => {
    for (const content of [PERMISSIONS, [PERMISSIONS, PERMISSIONS], PERMISSIONS.Statement]) {
      const { exitCode, stdout } = await judge("p.json", JSON.stringify(content));
      assert.match(
        stdout,
        /p\.json: Skipped: a permissions policy, not a trust policy\.\n\nRead 0 files, skipped 1, judged 0 roles\.\nNext: aws iam get-account-authorization-details --filter Role \| npx @azure-to-aws\/cli judge -\n$/,
      );
      assert.equal(exitCode, 0);
    }
  });

  it("rejects a policy that has a principal and a resource, or neither", async () => {
    const [statement] = policy().Statement as Json[];
    for (const changed of [
      { ...statement, Resource: "*" },
      { ...statement, Principal: undefined },
    ]) {
      const { exitCode } = await judge("p.json", JSON.stringify({ Statement: [changed] }));
      assert.equal(exitCode, 1);
    }
    const mixed = { Statement: [...PERMISSIONS.Statement, ...(OPEN.Statement as Json[])] };
    assert.equal((await judge("p.json", JSON.stringify(mixed))).exitCode, 1);
    const twice = `{"Statement": ${JSON.stringify(OPEN.Statement)}, "Statement": ${JSON.stringify(PERMISSIONS.Statement)}}`;
    assert.equal((await judge("p.json", twice)).exitCode, 1);
  });

  it("is an error for a file of no known kind, and for an empty one that is not Terraform source", async () => {
    assert.equal((await judge("package.json", "{}")).exitCode, 2);
    assert.equal((await judge("empty.json", "")).exitCode, 2);
    assert.equal((await judge("empty.tf", "")).exitCode, 0);
  });

  it("refuses a pipe without a writer in every command", async () => {
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const args of [
      ["audit", pipe],
      ["keys", "find", "--cloudtrail", pipe],
      ["explain", "--cloudtrail", pipe],
    ]) {
      const { exitCode } = await runCli(args);
      assert.equal(exitCode, 2, args[0]);
    }
  });

  it("refuses a pipe without a writer, and reads one that has a writer", async () => {
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const { exitCode, stdout } = await runCli(["judge", pipe]);
    assert.match(stdout, /\[input-pipe-without-writer\]$/m);
    assert.equal(exitCode, 2);
    await writeFile(path.join(folder, "open.json"), JSON.stringify(OPEN));
    const program = path.join(__dirname, "../../../../dist/cli/azure-to-aws.js");
    const script = 'exec "$0" "$1" judge <(cat "$2")';
    const args = ["-c", script, process.execPath, program, path.join(folder, "open.json")];
    const result = spawnSync("bash", args, { encoding: "utf8" });
    assert.match(result.stdout, /^1 role in 1 file: 1 rejected/m);
  });
});

/** The README's program and outputs are those of the component, the CLI, and the policy pack; and how long a guide may be. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { runCommandLine } from "../../../cli/command-line";
import { AzureToAwsFederation } from "../../../components";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { judgeTrustPolicy } from "../../../trust";
import { declare } from "../components/mock-clouds";
import { ED25519_KEY } from "../components/ssh-keys";

const README = readFileSync(path.join(PROJECT_ROOT, "README.md"), "utf8");
const TENANT = "11111111-2222-4333-8444-555555555555";
const PROVIDER = `sts.windows.net/${TENANT}/`;

/** What the README's reader has: a trust policy without a condition on the subject. */
const OPEN = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${PROVIDER}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${PROVIDER}:aud`]: "api://orders" } },
    },
  ],
};

/** The lines of output that the README shows below a command, without `...` and with single spaces. */
function outputOf(command: string): string[] {
  const block = [...README.matchAll(/^```console\n\$ (.*)\n([^]*?)^```$/gm)].find(
    ([, line]) => line === command,
  );
  assert.ok(block, command);
  return (block[2] ?? "")
    .split("\n")
    .map((line) =>
      line
        .replace(/ ?\.\.\.$/, "")
        .replaceAll(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");
}

describe("the README", () => {
  it("has at most 150 lines", () => {
    assert.ok(README.trimEnd().split("\n").length <= 150);
  });

  it("shows a program that the component accepts, and the resources that pulumi up then creates", async () => {
    const [, source = ""] = /^```ts\n([^]*?)^```$/m.exec(README) ?? [];
    assert.match(source, /^import \{ AzureToAwsFederation \} from "@azure-to-aws\/federation";$/m);
    assert.ok(source.trim().split("\n").length <= 8);
    const { outputText } = ts.transpileModule(source.replace(/^import .*$/gm, ""), {
      compilerOptions: { module: ts.ModuleKind.ESNext },
    });
    const program = runInThisContext(`(AzureToAwsFederation, sshPublicKey) => {${outputText}}`) as (
      ...names: unknown[]
    ) => void;
    const { resources, failures } = await declare(() => {
      program(AzureToAwsFederation, ED25519_KEY);
    });
    assert.deepEqual(failures, []);
    const created = resources.map(({ type, name }) => {
      return `+ ${type.replace(/\/\w+:/, ":")} ${name} created`;
    });
    const shown = outputOf("pulumi up");
    assert.equal(shown.length, 5);
    assert.deepEqual(
      shown.filter((line) => !created.includes(line)),
      [],
    );
  });

  it("shows what the CLI prints about a role without a condition on the subject", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "readme-"));
    try {
      await writeFile(path.join(folder, "role.json"), JSON.stringify(OPEN));
      let printed = "";
      const exitCode = await runCommandLine(["judge", folder], {
        stdin: Readable.from([]),
        colors: false,
        out: (text) => (printed += text),
        err: (text) => {
          assert.equal(text, "");
        },
      });
      assert.equal(exitCode, 1);
      const lines = printed
        .replaceAll(`${folder}${path.sep}`, "")
        .replaceAll(TENANT, "<tenant ID>")
        .split("\n")
        .map((line) => line.trim());
      const shown = outputOf("npx @azure-to-aws/cli judge .");
      assert.equal(shown.length, 7);
      assert.deepEqual(
        shown.filter((line) => !lines.includes(line)),
        [],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("shows what the policy pack says about that role", () => {
    const [finding] = judgeTrustPolicy(JSON.stringify(OPEN)).findings;
    const shown = outputOf('pulumi preview --policy-pack "$(npx @azure-to-aws/policy-pack)"').at(-1) ?? "";
    assert.match(shown, /^Role any-subject: Any identity in tenant /);
    assert.ok(finding?.message.startsWith(shown.replace("Role any-subject: ", "")), finding?.message);
  });
});

describe("the how-to guides", () => {
  it("have at most 900 words each", () => {
    const folder = path.join(PROJECT_ROOT, "docs/how-to");
    // A generator writes the other one.
    const guides = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".md") && file !== "troubleshoot.md",
    );
    assert.ok(guides.length > 30, `${guides.length} guides`);
    const words = (file: string) => readFileSync(path.join(folder, file), "utf8").trim().split(/\s+/).length;
    assert.deepEqual(
      guides.filter((file) => words(file) > 900),
      [],
    );
  });
});

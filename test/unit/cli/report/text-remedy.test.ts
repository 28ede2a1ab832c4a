import assert from "node:assert/strict";
import { judgeTerraformSource, judgeText } from "../../../../cli/judged-files/judge-file";
import { renderMarkdown } from "../../../../cli/report/markdown-report";
import type { Run } from "../../../../cli/report/outcome";
import { renderText } from "../../../../cli/report/text-report";

const GITHUB = "token.actions.githubusercontent.com";

function run(...files: Run["files"]): Run {
  return { files, allowUnknown: false, failOn: "nobody" };
}

/** The lines of the first remedy that is more than one line. */
function fixIn(text: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith("  Fix:") && line.endsWith(":"));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("      "));
  return lines.slice(start, end);
}

describe("a remedy in the text report", () => {
  it("in HCL follows its sentence, in lines that 80 columns show", async () => {
    const source = `
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/${GITHUB}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${GITHUB}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}
`;
    const file = await judgeTerraformSource("main.tf", source, []);
    const text = renderText(run(file), (_, piece) => piece);
    assert.deepEqual(fixIn(text), [
      "  Fix: Add to the statement:",
      "      condition {",
      '        test     = "StringEquals"',
      `        variable = "${GITHUB}:sub"`,
      "        values   = [",
      '          "repo:<owner>/<name>:ref:refs/heads/<branch>",',
      '          "repo:<owner>@<owner ID>/<name>@<repository ID>:ref:refs/heads/<branch>",',
      "        ]",
      "      }",
    ]);
  }).timeout("20s");

  it("in YAML follows its sentence, indented", () => {
    const text = `Statement:
  Effect: Allow
  Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/${GITHUB}"}
  Action: sts:AssumeRoleWithWebIdentity
  Condition:
    StringLike:
      "${GITHUB}:sub": repo:acme/infra:*
`;
    const report = renderText(run(judgeText("trust.yaml", text)), (_, piece) => piece);
    assert.deepEqual(fixIn(report), [
      "  Fix: Add to the Condition:",
      "      StringEquals:",
      `        "${GITHUB}:aud": "sts.amazonaws.com"`,
    ]);
  });

  it("names each placeholder once", () => {
    const hints = (condition: object): readonly (readonly string[])[] => {
      const Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` };
      const Action = "sts:AssumeRoleWithWebIdentity";
      const Statement = { Effect: "Allow", Principal, Action, Condition: condition };
      const [role] = judgeText("trust.json", JSON.stringify({ Version: "2012-10-17", Statement })).roles;
      return role?.findings.map((finding) => finding.hints) ?? [];
    };
    const aud = { [`${GITHUB}:aud`]: "sts.amazonaws.com" };
    assert.deepEqual(hints({ StringEquals: aud }), [
      ["Replace <owner>, <name>, <branch>, <owner ID>, and <repository ID> with your own values first."],
    ]);
    const sub = { [`${GITHUB}:sub`]: "repo:<owner>/app:ref:refs/heads/main" };
    // A placeholder is no value to keep: the fix has its own.
    assert.deepEqual(hints({ StringEquals: aud, StringEqualsIfExists: sub }).at(0), [
      "Replace <owner>, <name>, <branch>, <owner ID>, and <repository ID> with your own values first.",
    ]);
  });

  it("is shown once if a statement pins neither claim", () => {
    const open = `Statement:
  Effect: Allow
  Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/ci.example.com"}
  Action: sts:AssumeRoleWithWebIdentity
`;
    const files = run(judgeText("trust.yaml", open));
    const times = (report: string, text: string): number => report.split(text).length - 1;
    for (const report of [
      renderText(files, (_, piece) => piece),
      renderMarkdown(files, "1.2.3", new Date(0)),
    ]) {
      assert.equal(
        times(report, "Anyone who gets a token from this issuer can assume this role."),
        1,
        report,
      );
      assert.equal(times(report, "<subject>"), times(report, "<audience>"));
      assert.equal(times(report, "found no condition on"), 2);
      assert.equal(times(report, "The fix above covers this too."), 1);
    }
    // Two statements have two fixes, although they read the same.
    const twice = `Statement:\n${"  - Effect: Allow\n    Principal: {Federated: arn:aws:iam::111122223333:oidc-provider/ci.example.com}\n    Action: sts:AssumeRoleWithWebIdentity\n".repeat(2)}`;
    const report = renderText(run(judgeText("trust.yaml", twice)), (_, piece) => piece);
    assert.equal(times(report, "  Fix: Add to the statement:"), 2);
    assert.equal(times(report, "The fix above covers this too."), 2);
  });
});

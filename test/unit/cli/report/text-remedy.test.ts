import assert from "node:assert/strict";
import { judgeTerraformSource, judgeText } from "../../../../cli/judged-files/judge-file";
import type { Run } from "../../../../cli/report/outcome";
import { renderText } from "../../../../cli/report/text-report";

const GITHUB = "token.actions.githubusercontent.com";

function run(...files: Run["files"]): Run {
  return { files, allowUnknown: false, failOn: "nobody", baseline: undefined };
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
});

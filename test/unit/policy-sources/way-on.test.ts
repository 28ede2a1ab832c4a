import assert from "node:assert/strict";
import { judgeText } from "../../../cli/judged-files/judge-file";
import { wayOn } from "../../../policy-sources/way-on";

describe("a file that is not read", () => {
  const known: [string, string, RegExp][] = [
    [
      "a raw Terraform state",
      '{\n  "version": 4,\n  "terraform_version": "1.9.8",\n  "lineage": "5b7c",\n  "resources": []\n}\n',
      /^it looks like a raw Terraform state: judge what terraform show -json prints$/,
    ],
    [
      "Terraform source",
      'resource "aws_iam_role" "r" {\n  name = "r"\n}\n',
      /name the file NAME\.tf, or .* terraform show -json/,
    ],
    ["a Helm template", "a: 1\n{{- if .Values.on }}\nb: 2\n{{- end }}\n", /helm template prints$/],
    [
      "Markdown",
      "Run this:\n\n```sh\naws iam create-role\n```\n",
      /^it looks like Markdown or AsciiDoc: .*aws iam get-role/,
    ],
    ["a Dockerfile", "FROM node:22\nRUN npm ci\n", /^it looks like a Dockerfile: .*aws iam get-role/],
    [
      "a CDK program",
      'import * as cdk from "aws-cdk-lib";\nnew cdk.App();\n',
      /the folder cdk\.out that cdk synth writes$/,
    ],
    ["a Pulumi program", 'import * as aws from "@pulumi/aws";\n', /what pulumi stack export prints$/],
    ["a shell script", "#!/bin/sh\nset -e\n", /^it looks like a shell script: .*aws iam get-role/],
    ["commands of the AWS CLI", "aws iam create-role --role-name r\n", /^it looks like a shell script/],
    ["another program", "def policy():\n    return 1\n", /^it looks like a program: /],
  ];
  for (const [what, text, way] of known) {
    it(`is named as ${what}, with the command that prints what can be judged`, () => {
      assert.match(wayOn(text) ?? "", way);
      assert.throws(() => judgeText("file", text), { name: "UnreadableError", message: /; it looks like / });
    });
  }

  it("has no such hint if it looks like nothing in particular", () => {
    assert.equal(wayOn("hello"), undefined);
    assert.equal(wayOn("# a comment\nkey: value\n"), undefined);
  });

  it("with a placeholder outside a string says so", () => {
    assert.throws(() => judgeText("file", '{"Statement": ${statements}}'), {
      message:
        "it is not valid JSON from line 1, column 15, where a placeholder is outside a string; judge the file that its template creates",
    });
  });
});

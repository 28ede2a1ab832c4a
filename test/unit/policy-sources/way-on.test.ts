import assert from "node:assert/strict";
import { judgeText } from "../../../cli/judged-files/judge-file";
import { wayOn } from "../../../policy-sources/way-on";

describe("a file that is not read", () => {
  const known: [string, string, RegExp][] = [
    [
      "a raw Terraform state",
      '{\n  "version": 4,\n  "terraform_version": "1.9.8",\n  "lineage": "5b7c",\n  "resources": []\n}\n',
      /^It looks like a raw Terraform state\. Judge the output of terraform show -json$/,
    ],
    [
      "Terraform source",
      'resource "aws_iam_role" "r" {\n  name = "r"\n}\n',
      /Name the file NAME\.tf, or .* terraform show -json/,
    ],
    [
      "a Helm template",
      "a: 1\n{{- if .Values.on }}\nb: 2\n{{- end }}\n",
      /Judge the output of helm template$/,
    ],
    [
      "Markdown",
      "Run this:\n\n```sh\naws iam create-role\n```\n",
      /^It looks like Markdown or AsciiDoc\. .*aws iam get-role/,
    ],
    ["a Dockerfile", "FROM node:22\nRUN npm ci\n", /^It looks like a Dockerfile\. .*aws iam get-role/],
    [
      "a CDK program",
      'import * as cdk from "aws-cdk-lib";\nnew cdk.App();\n',
      /the folder cdk\.out that cdk synth writes$/,
    ],
    [
      "a Pulumi program",
      'import * as aws from "@pulumi/aws";\n',
      /Judge the output of pulumi preview --json or pulumi stack export$/,
    ],
    ["a shell script", "#!/bin/sh\nset -e\n", /^It looks like a shell script\. .*aws iam get-role/],
    ["commands of the AWS CLI", "aws iam create-role --role-name r\n", /^It looks like a shell script/],
    ["another program", "def policy():\n    return 1\n", /^It looks like a program\. /],
  ];
  for (const [what, text, way] of known) {
    it(`is named as ${what}, with the command that prints what can be judged`, () => {
      assert.match(wayOn(text) ?? "", way);
      assert.throws(() => judgeText("file", text), {
        name: "UnreadableError",
        message: /\. It looks like .* \[input-[a-z-]+\]$/,
      });
    });
  }

  it("has no such hint if it looks like nothing in particular", () => {
    assert.equal(wayOn("hello"), undefined);
    assert.equal(wayOn("# a comment\nkey: value\n"), undefined);
  });

  it("with a placeholder outside a string says so", () => {
    assert.throws(() => judgeText("file", '{"Statement": ${statements}}'), {
      message:
        "not valid JSON from line 1, column 15: a placeholder is outside a string. Judge the file that the template creates [input-placeholder]",
    });
  });
});

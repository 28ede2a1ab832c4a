import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { OPEN, policy } from "../../cli/entra-policy";
import { verdicts, verdictsOf } from "../verdicts";

const role = (document: unknown): unknown => ({
  Type: "AWS::IAM::Role",
  Properties: { AssumeRolePolicyDocument: document },
});

describe("resources of a CloudFormation template", () => {
  it("have a verdict for each role, in JSON and in YAML", () => {
    const fragment = { Reader: role(policy()), Open: role(OPEN), Bucket: { Type: "AWS::S3::Bucket" } };
    assert.deepEqual(verdicts(fragment), { Reader: "accepted", Open: "rejected" });
    assert.deepEqual(
      verdictsOf(
        "Reader:\n  Type: AWS::IAM::Role\n  Properties:\n    AssumeRolePolicyDocument: !Ref Document\n",
      ),
      { Reader: "unknown: Ref Document" },
    );
  });

  it("can be one resource by itself", () => {
    assert.deepEqual(verdicts(role(policy())), { resource: "accepted" });
    assert.deepEqual(verdicts(role(OPEN)), { resource: "rejected" });
  });

  it("are unknown if a function writes a part of the one resource", () => {
    assert.deepEqual(verdicts({ ...(role(policy()) as object), "Fn::Transform": { Name: "AWS::Include" } }), {
      resource: "unknown: a resource resource with parts from Fn::Transform",
    });
  });

  it("point to the line of what is wrong", () => {
    for (const [fragment, line] of [
      [{ Open: role(OPEN) }, 5],
      [role(OPEN), 4],
    ] as const) {
      const text = JSON.stringify(fragment, null, 1);
      const { roles, lines } = judgeText("f", text);
      assert.equal(lines.positionOf(roles[0]?.range.start ?? 0).line, line);
    }
  });

  it("are nothing else: a file with another member is read by the names of its members", () => {
    const { format } = judgeText("f", JSON.stringify({ Reader: role(policy()), Other: "text" }));
    assert.equal(format.code, "role-shapes");
    const message = /^unknown kind of file\. /;
    assert.throws(() => judgeText("f", JSON.stringify({ Reader: { Type: "role" } })), { message });
  });

  it("are not taken for a template, nor the reverse", () => {
    const kind = (value: unknown): string => judgeText("f", JSON.stringify(value)).format.code;
    assert.equal(kind({ R: role(OPEN) }), "cloudformation-fragment");
    assert.equal(kind({ Resources: { R: role(OPEN) } }), "cloudformation-template");
    assert.equal(
      kind({ Resources: { "Fn::ForEach::R": ["N", ["a"], { R: role(OPEN) }] } }),
      "cloudformation-template",
    );
    assert.equal(kind({ Resources: role(OPEN) }), "cloudformation-fragment");
  });
});

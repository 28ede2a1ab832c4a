import assert from "node:assert/strict";
import { judgeText } from "../../../cli/judged-files/judge-file";
import { OPEN, policy } from "../cli/entra-policy";
import { judgeFixture, verdicts } from "./verdicts";

const NONE =
  "unknown kind of file. Run npx @azure-to-aws/cli judge --help to list the kinds [input-kind-unknown]";

describe("recognizing files", () => {
  const recognized: [string, string, string][] = [
    ["trust-right.json", "trust-policy", "a trust policy"],
    ["trust-list.json", "trust-policy-list", "a list of trust policies"],
    ["authorization-details.json", "iam-roles", "IAM's account of roles"],
    ["cloudformation.json", "cloudformation-template", "a CloudFormation template"],
    ["cloudformation.yaml", "cloudformation-template", "a CloudFormation template"],
    ["pulumi-export.json", "pulumi-state", "a Pulumi stack's state"],
    ["terraform-plan.json", "terraform", "a Terraform plan or state"],
    ["terraform-state.json", "terraform", "a Terraform plan or state"],
  ];
  for (const [name, code, words] of recognized) {
    it(`takes ${name} for ${words}`, () => {
      const { format } = judgeFixture(name);
      assert.deepEqual([format.code, format.name], [code, words]);
    });
  }

  const refused: [string, string, string][] = [
    ["an object that is nothing", "{}", NONE],
    ["an empty list", "[]", NONE],
    ["a list of other things", '[1, {"a": 2}]', NONE],
    ["plain text", "hello", NONE],
    [
      "a stack's state in YAML",
      "deployment:\n  resources: []\n",
      "the file is a Pulumi stack's state in YAML. Expected JSON. Export it as JSON [input-kind-json-only]",
    ],
    [
      "a stack's state that is a list of roles too: its own roles would go unseen",
      '{"deployment": {"resources": []}, "Roles": []}',
      "the file is both IAM's account of roles and a Pulumi stack's state. Split it into two files [input-kind-ambiguous]",
    ],
    [
      "a plan that is a trust policy too",
      '{"format_version": "1.2", "planned_values": {}, "Statement": []}',
      "the file is both a trust policy and a Terraform plan or state. Split it into two files [input-kind-ambiguous]",
    ],
    [
      "a file with a member twice outside a trust policy",
      '{"Resources": {"A": {"Type": "AWS::IAM::Role"},\n "A": {"Type": "AWS::S3::Bucket"}}}',
      'the member "A" is in one object twice, again at line 2, column 2. Remove one of them [input-member-twice]',
    ],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => judgeText("file", text), { name: "UnreadableError", message });
    });
  }

  it("rejects a trust policy with a member twice, and points to the second", () => {
    const text = JSON.stringify(policy()).replace('"Effect":"Allow"', '"Effect":"Deny",\n"Effect":"Allow"');
    const [role] = judgeText("file", text).roles;
    assert.equal(role?.verdict, "rejected");
    assert.equal(role.findings[0]?.finding.found, 'the member "Effect" twice in one object');
    assert.deepEqual(role.lines.positionOf(role.findings[0].range.start), { line: 2, column: 1 });
  });

  it("finds whole policies about web identities in members of any name, as objects and as texts", () => {
    const settings = {
      roles: [{ name: "ci", trust: OPEN }, { trust: JSON.stringify(OPEN) }],
      assume_role_policy: policy(),
      "fn::toJSON": policy(),
    };
    assert.deepEqual(verdicts(settings), {
      role: "accepted",
      "trust policy roles.0.trust": "rejected",
      "trust policy roles.1.trust": "rejected",
      "trust policy fn::toJSON": "accepted",
    });
  });

  it("takes no other policy in a member of any name for one about web identities", () => {
    const service = {
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    const allows = { Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Resource: "*" };
    for (const statement of [service, allows]) {
      assert.throws(() => judgeText("file", JSON.stringify({ a: { Statement: [statement] } })), {
        message: NONE,
      });
    }
  });

  it("rejects a policy with a misspelt Statement: it is not accepted because it is not understood", () => {
    assert.deepEqual(verdicts({ Version: "2012-10-17", statement: [] }), { "trust policy": "rejected" });
  });

  it("judges each policy of a list, as an object or as a text", () => {
    assert.deepEqual(verdicts([policy(), JSON.stringify(OPEN), "no policy"]), {
      "trust policy 0": "accepted",
      "trust policy 1": "rejected",
      "trust policy 2": "rejected",
    });
  });
});

import assert from "node:assert/strict";
import { resourcePolicy } from "../../../policy-sources/resource-policy";
import { judgePartialPolicy } from "../../../trust";
import { OPEN, policy } from "../cli/entra-policy";

const [right, open] = [policy(), OPEN].map((value) => JSON.stringify(value));

function verdictOf(desiredState: string): string {
  const found = resourcePolicy("AWS::IAM::Role", desiredState);
  const { verdict, unknown } = judgePartialPolicy(found?.document);
  return [verdict, ...unknown].join(": ");
}

describe("the desired state of a Cloud Control resource", () => {
  it("is judged by its trust policy", () => {
    assert.equal(verdictOf(`{"AssumeRolePolicyDocument": ${right ?? ""}}`), "accepted");
    assert.equal(verdictOf(`{"AssumeRolePolicyDocument": ${open ?? ""}}`), "rejected");
  });

  it("is rejected if the trust policy has a member twice", () => {
    const twice = (right ?? "").replace('"Condition":', '"Condition":{},"Condition":');
    assert.equal(verdictOf(`{"AssumeRolePolicyDocument": ${twice}}`), "rejected");
  });

  const unknown: [string, string, string][] = [
    [
      "the trust policy",
      `{"AssumeRolePolicyDocument": ${open ?? ""}, "AssumeRolePolicyDocument": ${right ?? ""}}`,
      "AssumeRolePolicyDocument",
    ],
    ["a property", `{"Path": "/a/", "AssumeRolePolicyDocument": ${right ?? ""}, "Path": "/b/"}`, "Path"],
    [
      "a member of the first of two trust policies",
      `{"AssumeRolePolicyDocument": {"a": 1, "a": 2}, "AssumeRolePolicyDocument": ${right ?? ""}}`,
      "a",
    ],
  ];
  for (const [what, text, name] of unknown) {
    it(`is unknown if it has ${what} twice`, () => {
      assert.equal(verdictOf(text), `unknown: which of two members "${name}" in desiredState counts`);
    });
  }
});

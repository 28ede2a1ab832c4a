import assert from "node:assert/strict";
import { verdicts } from "../verdicts";

const HOST = "token.actions.githubusercontent.com";

function template(subject: string): unknown {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: { "Fn::Sub": `arn:aws:iam::\${AWS::AccountId}:oidc-provider/${HOST}` } },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${HOST}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${HOST}:sub`]: { "Fn::Sub": subject } },
    },
  };
  return {
    Resources: {
      R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [statement] } } },
    },
  };
}

describe("subjects with pseudo parameters", () => {
  it("are judged like those with any name in that place", () => {
    for (const [subject, verdict] of [
      ["repo:${AWS::StackName}/app:*", "accepted"],
      ["repo:acme-${AWS::Region}/${AWS::StackName}:ref:refs/heads/main", "accepted"],
      ["repo:${AWS::StackName}/*", "rejected"],
      ["${AWS::StackName}/app:*", "rejected"],
    ] as const) {
      assert.deepEqual(verdicts(template(subject)), { R: verdict }, subject);
    }
  });
});

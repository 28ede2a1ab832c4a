import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { AUD, AUDIENCE, PROVIDER_ARN, SUB, SUBJECT } from "../../trust/entra-policy";
import { verdictsOf } from "../verdicts";

const HEAD = `
service: orders
provider:
  name: aws
  iam:
    role:
      statements:
        - {Effect: Allow, Action: "s3:GetObject", Resource: "*"}
functions:
  hello: {handler: handler.hello, role: MyRole}
`;

function role(subject: string, provider = PROVIDER_ARN): string {
  return `{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: ${document(subject, provider)}}}`;
}

function document(subject: string, provider = PROVIDER_ARN): string {
  return `{Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Federated: "${provider}"}, Action: "sts:AssumeRoleWithWebIdentity", Condition: {StringEquals: {"${AUD}": "${AUDIENCE}", "${SUB}": ${subject}}}}]}`;
}

describe("a service of the Serverless Framework", () => {
  it("has a verdict for each role of its resources, as one template or several", () => {
    const right = role(`"${SUBJECT}"`);
    const open = role('"${self:custom.subject}"', "*");
    assert.deepEqual(verdictsOf(`${HEAD}resources:\n  Resources: {Reader: ${right}, Open: ${open}}\n`), {
      Reader: "accepted",
      Open: "rejected",
    });
    assert.deepEqual(
      verdictsOf(`${HEAD}resources:\n  - Resources: {Reader: ${right}}\n  - Resources: {Open: ${open}}\n`),
      { Reader: "accepted", Open: "rejected" },
    );
  });

  it("has no role if none of its resources is one: its functions' roles trust AWS's services", () => {
    const { roles, notSeen } = judgeText("serverless.yml", HEAD);
    assert.deepEqual([roles, notSeen], [[], []]);
  });

  const variables: [subject: string, verdict: string][] = [
    ['"${self:custom.subject}"', "unknown: ${self:custom.subject}"],
    ["\"${opt:subject, 'none'}\"", "unknown: ${opt:subject, 'none'}"],
    ['"x-${file(subjects.yml):${opt:stage}.subject}"', "unknown: ${file(subjects.yml):${opt:stage}.subject}"],
    ['"${aws:accountId}"', "unknown: ${aws:accountId}"],
    ['"${env:SUBJECT"', "unknown: ${env:SUBJECT"],
    ['!Sub "aaaaaaaa-bbbb-4ccc-8ddd-${AWS::AccountId}"', "accepted"],
    ['"${AWS::Region}"', "rejected"],
    ['!Sub "${Subject}"', "unknown: Ref Subject"],
  ];
  for (const [subject, verdict] of variables) {
    it(`is ${verdict.split(":")[0] ?? ""} with the subject ${subject}`, () => {
      assert.deepEqual(verdictsOf(`${HEAD}resources:\n  Resources:\n    R: ${role(subject)}\n`), {
        R: verdict,
      });
    });
  }

  it("names resources in other files", () => {
    for (const [text, expected] of [
      ["resources: ${file(resources.yml)}", "resources"],
      ["resources:\n  - ${file(resources.yml)}", "resources.0"],
      ["resources:\n  Resources: ${file(resources.yml)}", "resources"],
    ] as const) {
      assert.deepEqual(
        judgeText("serverless.yml", `${HEAD}${text}\n`).notSeen,
        [`${expected}: its resources are not part of this file.`],
        text,
      );
    }
    assert.deepEqual(verdictsOf(`${HEAD}resources:\n  Resources:\n    R: \${file(role.yml)}\n`), {
      R: "unknown: a resource R without a literal Type",
    });
  });

  it("judges what extends the role that the framework makes, and trust policies in other places", () => {
    const open = document('"x"', "*");
    assert.deepEqual(
      verdictsOf(
        `${HEAD}custom:\n  shared: {AssumeRolePolicyDocument: ${open}}\nresources:\n  extensions:\n    IamRoleLambdaExecution: {Properties: {AssumeRolePolicyDocument: ${open}}}\n`,
      ),
      { "extensions.IamRoleLambdaExecution.Properties": "rejected", "custom.shared": "rejected" },
    );
  });

  it("takes no dynamic reference in such a place for the subject", () => {
    const reference = document("'{{resolve:ssm:/x}}'");
    assert.deepEqual(
      verdictsOf(
        `${HEAD}resources:\n  extensions:\n    R: {Properties: {AssumeRolePolicyDocument: ${reference}}}\n`,
      ),
      { "extensions.R.Properties": "unknown: {{resolve:ssm:/x}}" },
    );
  });

  it("points to the line of what is wrong", () => {
    const { roles, lines } = judgeText(
      "serverless.yml",
      `${HEAD}resources:\n  - Resources:\n      R: ${role('"x"', "*")}\n`,
    );
    assert.equal(lines.positionOf(roles[0]?.range.start ?? 0).line, 13);
  });
});

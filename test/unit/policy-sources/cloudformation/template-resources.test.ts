import assert from "node:assert/strict";
import { readTemplate } from "../../../../policy-sources/cloudformation/read-template";
import { type StackParameters, stackView } from "../../../../policy-sources/cloudformation/stack-view";
import { templateContent } from "../../../../policy-sources/cloudformation/template-resources";
import { unknownMark } from "../../../../trust";

const UNKNOWN = unknownMark("Ref Subject");

/** What a value in a template becomes. */
function resolved(value: string, parameters: StackParameters = {}): unknown[] {
  const body = `
Parameters:
  Subject: {Type: String}
  Names: {Type: CommaDelimitedList, Default: "a, b"}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /some/path}
Mappings:
  Tenants: {prod: {id: tenant-1}}
Conditions:
  IsProd: !Equals [1, 1]
Resources:
  Provider: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: https://sts.windows.net/t/}}
  Queue: {Type: "AWS::SQS::Queue"}
  Custom: {Type: "Custom::Anything"}
  Saml: {Type: "AWS::IAM::SAMLProvider"}
  Nested: {Type: "AWS::CloudFormation::Stack"}
  Loop: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: !Ref Loop}}
  It:
    Type: AWS::IAM::Role
    Properties:
      Value: ${value}
`;
  return templateContent(readTemplate(body), stackView(parameters, "111111111111"))
    .resources.filter(({ logicalId }) => logicalId === "It")
    .map(({ properties }) => properties.Value);
}

const ARN = "arn:aws:iam::111111111111:oidc-provider/sts.windows.net/t/";

describe("templateContent", () => {
  const cases: [title: string, value: string, expected: unknown[], parameters?: StackParameters][] = [
    ["a parameter that the stack gives", "!Ref Subject", ["s"], { Subject: "s" }],
    ["a parameter with a default, as a list", "!Ref Names", [["a", "b"]]],
    [
      "pseudo parameters",
      "!Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:x",
      ["arn:aws:iam::111111111111:x"],
    ],
    ["an escaped variable in Sub", "!Sub 'a${!aws:username}'", ["a${aws:username}"]],
    ["Sub with variables of its own", "!Sub ['${A}-${Subject}', {A: x}]", ["x-s"], { Subject: "s" }],
    ["Join", '!Join ["/", [a, !Ref Subject]]', ["a/s"], { Subject: "s" }],
    ["Select and Split", '!Select [1, !Split [",", "a,b"]]', ["b"]],
    ["FindInMap", "!FindInMap [Tenants, prod, id]", ["tenant-1"]],
    ["Ref of an OIDC provider: its ARN", "!Ref Provider", [ARN]],
    ["GetAtt of an OIDC provider", "!GetAtt Provider.Arn", [ARN]],
    ["an OIDC provider in Sub", "!Sub '${Provider}'", [ARN]],
    ["Ref of a resource of AWS's own: some text", "!Ref Queue", ["(Queue)"]],
    ["the ARN of a SAML provider", "!Ref Saml", ["arn:aws:iam::111111111111:saml-provider/(Saml)"]],
    ["ToJsonString", "!ToJsonString {a: !Ref Subject}", ['{"a":"s"}'], { Subject: "s" }],
    ["a region: some text", "!Ref AWS::Region", ["(AWS::Region)"]],
    ["NoValue in a list", "[a, !Ref 'AWS::NoValue']", [["a"]]],
    ["If: both ways", "!If [IsProd, a, b]", ["a", "b"]],
    ["an unquoted version: a text", "2012-10-17", ["2012-10-17"]],
    ["JSON of an unknown parameter", "!ToJsonString [!Ref Subject]", [`["${UNKNOWN}"]`], UNKNOWN],
    ["an unknown parameter in Sub", "!Sub 'x${Subject}'", [`x${UNKNOWN}`], UNKNOWN],
    ["an unknown parameter in Join", '!Join [",", !Ref Subject]', [unknownMark("Fn::Join ,")], UNKNOWN],
    [
      "an unknown key of FindInMap",
      "!FindInMap [Tenants, !Ref Subject, id]",
      [unknownMark("Fn::FindInMap Tenants")],
      UNKNOWN,
    ],
  ];
  for (const [title, value, expected, parameters] of cases) {
    it(`resolves ${title}`, () => {
      assert.deepEqual(resolved(value, parameters), expected);
    });
  }

  const unresolved: [title: string, value: string][] = [
    ["a parameter without a value", "!Ref Subject"],
    ["a parameter that is read from elsewhere", "!Ref Image"],
    ["an import", "!ImportValue x"],
    ["what a custom resource returns", "!GetAtt Custom.Anything"],
    ["what is not in the template", "!Ref Nothing"],
    ["a transform", "{'Fn::Transform': {Name: x}}"],
    ["Sub with a part that cannot be told", "!Sub 'a${Nothing}'"],
    ["a dynamic reference", "'{{resolve:ssm:x}}'"],
    ["a text with a dynamic reference in it", "'a{{resolve:ssm:x}}'"],
    ["an output of a nested stack, whatever its name", "!GetAtt Nested.Outputs.SubjectId"],
    ["a provider whose URL is its own ARN", "!Ref Loop"],
    ["an alias", "*x"],
  ];
  for (const [title, value] of unresolved) {
    it(`leaves ${title} as an object, which pins nothing`, () => {
      const [only, ...others] = resolved(value);
      assert.deepEqual(others, []);
      assert.equal(typeof only, "object");
    });
  }

  it("lists what SAM gives to every function, and names transforms that may change roles", () => {
    const template = {
      Transform: ["AWS::Serverless-2016-10-31", "Mine"],
      Globals: { Function: { Timeout: 3 } },
      Resources: {},
    };
    const { resources, transforms } = templateContent(template, stackView({}));
    assert.deepEqual(
      resources.map(({ logicalId, type, path }) => [logicalId, type, path]),
      [["(every function)", "AWS::Serverless::Function", ["Globals", "Function"]]],
    );
    assert.deepEqual(transforms, [{ name: "Mine", member: "Transform" }]);
  });

  it("says which resources it cannot read, and where a loop has the others", () => {
    const Resources = {
      "Fn::ForEach::B": ["N", ["a"], { "B${N}": { Type: "AWS::S3::Bucket" } }],
      "Fn::Transform": {},
      Typeless: {},
    };
    const { resources, unread } = templateContent({ Resources }, stackView({}));
    assert.deepEqual(
      resources.map(({ path }) => path.join(" ")),
      ["Resources Fn::ForEach::B 2 B${N} Properties"],
    );
    assert.deepEqual(
      unread.map(({ what }) => what),
      ["resources from Fn::Transform", "a resource Typeless without a literal Type"],
    );
  });

  it("tries each way in which two conditions can turn out", () => {
    const value = "!Join ['', [!If [IsProd, a, b], !If [Other, c, d]]]";
    assert.deepEqual(resolved(value), ["ac", "bc", "ad", "bd"]);
  });

  it("leaves a choice unresolved where there are too many conditions", () => {
    const [only] = resolved("[!If [A, 1, 2], !If [B, 1, 2], !If [C, 1, 2], !If [D, 1, 2], !If [E, 1, 2]]");
    assert.deepEqual((only as unknown[])[0], { "Fn::If": ["A", 1, 2] });
  });
});

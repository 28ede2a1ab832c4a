import assert from "node:assert/strict";
import { readTemplate } from "../../../../policy-sources/cloudformation/read-template";
import { type StackParameters, stackView } from "../../../../policy-sources/cloudformation/stack-view";
import { templateContent } from "../../../../policy-sources/cloudformation/template-resources";
import { hasMark, unknownMark } from "../../../../trust";

const UNKNOWN = unknownMark("Ref Subject");

/** What a value in a template becomes. */
function resolved(value: string, parameters: StackParameters = {}): unknown[] {
  const body = `
Parameters:
  Subject: {Type: String}
  Names: {Type: CommaDelimitedList, Default: "a, b"}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /some/path}
  Stage: {Type: String}
Mappings:
  Tenants: {prod: {id: tenant-1, name: one}, dev: {id: tenant-2, name: one}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsOther: !Not [!Condition IsProd]
  IsSubject: !Equals [!Ref Subject, s]
  IsBoth: !And [!Condition IsSubject, !Condition IsProd]
  IsEither: !Or [!Condition IsSubject, !Condition IsProd]
  IsHere: !Equals [!Ref AWS::Region, eu-west-1]
  Loop: !Not [!Condition Loop]
Resources:
  Provider: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: https://sts.windows.net/t/}}
  Queue: {Type: "AWS::SQS::Queue"}
  Alarm: {Type: "AWS::CloudWatch::Alarm", Properties: {AlarmName: "repo:*"}}
  Unnamed: {Type: "AWS::CloudWatch::Alarm"}
  Secret: {Type: "AWS::CloudWatch::Alarm", Properties: {AlarmName: !ImportValue x}}
  Selfish: {Type: "AWS::CloudWatch::Alarm", Properties: {AlarmName: !Ref Selfish}}
  Database: {Type: "AWS::Glue::Database", Properties: {DatabaseInput: {Name: "repo:*"}}}
  Wild: {Type: "AWS::IAM::Role", Properties: {Path: "/*/"}}
  Module: {Type: "AWS::Mine::Role::MODULE"}
  Custom: {Type: "Custom::Anything"}
  Saml: {Type: "AWS::IAM::SAMLProvider"}
  Nested: {Type: "AWS::CloudFormation::Stack"}
  Dashboard: {Type: "AWS::QuickSight::Dashboard", Properties: {DashboardId: chosen}}
  Provider2: {Type: "AWS::X::Y"}
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
    ["Ref of a resource that AWS names: some text", "!Ref Queue", ["(Queue)"]],
    ["Ref of a resource with the author's name: that name", "!Ref Alarm", ["repo:*"]],
    ["GetAtt of the author's name: that name", "!GetAtt Alarm.AlarmName", ["repo:*"]],
    ["Ref of a resource without the author's name: some text", "!Ref Unnamed", ["(Unnamed)"]],
    [
      "an ARN and an ID: some text",
      "!Sub '${Queue.Arn} ${Module2.Id}'",
      [`(Queue.Arn) ${unknownMark("Fn::GetAtt Module2.Id")}`],
    ],
    ["the ARN of a SAML provider", "!Ref Saml", ["arn:aws:iam::111111111111:saml-provider/(Saml)"]],
    ["ToJsonString", "!ToJsonString {a: !Ref Subject}", ['{"a":"s"}'], { Subject: "s" }],
    ["a region: some text", "!Ref AWS::Region", ["AWS-Region"]],
    ["the name of the stack: letters and hyphens", "!Ref AWS::StackName", ["AWS-StackName"]],
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
    [
      "an unknown key of FindInMap by which every value is the same",
      "!FindInMap [Tenants, !Ref Subject, name]",
      ["one"],
      UNKNOWN,
    ],
    [
      "FindInMap with a default for an unknown key",
      "!FindInMap [Tenants, !Ref Subject, name, {DefaultValue: two}]",
      [unknownMark("Fn::FindInMap Tenants")],
      UNKNOWN,
    ],
    ["FindInMap with a default", "!FindInMap [Tenants, test, name, {DefaultValue: two}]", ["two"]],
    ["a map's value beside a default", "!FindInMap [Tenants, dev, id, {DefaultValue: two}]", ["tenant-2"]],
    ["the ID of a resource that its author sets", "!GetAtt Dashboard.DashboardId", ["chosen"]],
    ["the ID of a resource that AWS makes", "!GetAtt Provider2.ProviderId", ["(Provider2.ProviderId)"]],
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
    ["a loop's variable in the form for other characters", "'repo:&{Sub}'"],
    ["the unknown name of an alarm", "!Ref Secret"],
    ["a name that is its own", "!Ref Selfish"],
    ["the name of a database, which its author chooses", "!Ref Database"],
    ["an ARN with a wildcard in its path", "!GetAtt Wild.Arn"],
    ["a reference to a module", "!Ref Module"],
    ["an attribute of a module", "!GetAtt Module.Id"],
    ["a member that every object of JavaScript has", "!FindInMap [Tenants, prod, constructor]"],
    ["an object with a loop among its members", "{a: b, 'Fn::ForEach::X': [I, [c], {d: e}]}"],
  ];
  for (const [title, value] of unresolved) {
    it(`puts a mark in place of ${title}`, () => {
      const [only, ...others] = resolved(value);
      assert.deepEqual(others, []);
      assert.ok(hasMark(only), JSON.stringify(only));
    });
  }

  it("evaluates conditions on known parameters, and follows the one branch", () => {
    const choose = (name: string): string => `!If [${name}, a, b]`;
    const given = { Subject: "s", Stage: "prod" };
    assert.deepEqual(resolved(choose("IsProd"), given), ["a"]);
    assert.deepEqual(resolved(choose("IsOther"), given), ["b"]);
    assert.deepEqual(resolved(choose("IsBoth"), { ...given, Stage: "dev" }), ["b"]);
    assert.deepEqual(resolved(choose("IsEither"), { ...given, Stage: "dev" }), ["a"]);
    assert.deepEqual(resolved(choose("IsEither"), { Subject: "s" }), ["a"], "one part decides an Or");
    assert.deepEqual(resolved(choose("IsBoth"), { Subject: "x" }), ["b"], "one part decides an And");
  });

  it("tries both ways if a condition depends on the region, on itself, or is not there", () => {
    for (const name of ["IsHere", "Loop", "Missing", "constructor", "toString", "__proto__"]) {
      assert.deepEqual(resolved(`!If [${name}, a, b]`), ["a", "b"], name);
    }
  });

  it("tries no way in which conditions contradict their definitions", () => {
    assert.deepEqual(resolved("!Join ['', [!If [IsProd, a, b], !If [IsOther, c, d]]]"), ["bc", "ad"]);
  });

  it("does not list a resource of which the condition is known to be false", () => {
    const template = {
      Conditions: { Never: { "Fn::Equals": ["a", "b"] }, Always: { "Fn::Equals": ["a", "a"] } },
      Resources: {
        A: { Type: "AWS::S3::Bucket", Condition: "Never" },
        B: { Type: "AWS::S3::Bucket", Condition: "Always" },
        C: { Type: "AWS::S3::Bucket", Condition: "constructor" },
      },
    };
    const { resources } = templateContent(template, stackView({}));
    assert.deepEqual(
      resources.map(({ logicalId }) => logicalId),
      ["B", "C"],
    );
  });

  it("collects what only CloudFormation resolves, but not what the update reveals", () => {
    const view = stackView(UNKNOWN);
    const Value = [
      { "Fn::ImportValue": "x" },
      { Ref: "Subject" },
      { "Fn::Join": ["/", { Ref: "Subject" }] },
      { "Fn::Split": ["/", { "Fn::ImportValue": "y" }] },
    ];
    const template = {
      Parameters: { Subject: { Type: "String" } },
      Resources: { R: { Type: "AWS::IAM::Role", Properties: { Value } } },
    };
    templateContent(template, view);
    assert.deepEqual([...view.hidden], ["Fn::ImportValue x", "Fn::ImportValue y", "Fn::Split /"]);
  });

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

  it("lists the resources of loops, once per item of a known collection", () => {
    const loop = (collection: unknown): unknown => ({
      Parameters: { Names: { Type: "CommaDelimitedList" } },
      Resources: {
        "Fn::ForEach::B": [
          "N",
          collection,
          { "B${N}": { Type: "AWS::S3::Bucket", Properties: { Name: { "Fn::Sub": "x-${N}" } } } },
        ],
      },
    });
    const listed = (collection: unknown, parameters = {}): unknown =>
      templateContent(loop(collection) as Record<string, unknown>, stackView(parameters)).resources.map(
        ({ logicalId, path, properties }) => [logicalId, path.join(" "), properties.Name],
      );
    const path = "Resources Fn::ForEach::B 2 B";
    assert.deepEqual(listed(["a", "$&"]), [
      ["Ba", `${path}a Properties`, "x-a"],
      ["B$&", `${path}$& Properties`, "x-$&"],
    ]);
    assert.deepEqual(listed({ Ref: "Names" }, { Names: "c" }), [["Bc", `${path}c Properties`, "x-c"]]);
    const mark = unknownMark("Fn::ForEach N");
    assert.deepEqual(listed({ Ref: "Names" }), [[`B${mark}`, `${path}${mark} Properties`, `x-${mark}`]]);
    assert.deepEqual(
      (listed(Array.from({ length: 501 }, (_, index) => `n${index}`)) as unknown[]).length,
      1,
      "a collection that is too long is unknown",
    );
  });

  it("names the resources that it cannot read", () => {
    const Resources = {
      "Fn::Transform": {},
      "Fn::ForEach::NoBody": ["N", ["a"]],
      "Fn::ForEach::Types": ["N", { Ref: "Missing" }, { "B${N}": { Type: "AWS::IAM::${N}" } }],
      Typeless: {},
      Variable: { Type: "AWS::IAM::&{N}" },
      Written: { Type: "AWS::S3::Bucket", "Fn::ForEach::P": ["N", ["a"], {}] },
    };
    const { resources, unread } = templateContent({ Resources }, stackView({}));
    assert.deepEqual(resources, []);
    assert.deepEqual(
      unread.map(({ what }) => what),
      [
        "resources from Fn::Transform",
        "resources from Fn::ForEach::NoBody",
        `a resource B${unknownMark("Fn::ForEach N")} without a literal Type`,
        "a resource Typeless without a literal Type",
        "a resource Variable without a literal Type",
        "a resource Written with parts from Fn::ForEach::P",
      ],
    );
  });

  it("names the resources that have their template elsewhere", () => {
    const types: [type: string, properties: unknown, isElsewhere: boolean][] = [
      ["AWS::CloudFormation::Stack", { TemplateURL: "https://example.com/t" }, true],
      ["AWS::CloudFormation::StackSet", { TemplateURL: "https://example.com/t" }, true],
      ["AWS::CloudFormation::StackSet", { TemplateBody: "{}" }, false],
      ["AWS::Serverless::Application", { Location: "x" }, true],
      ["AWS::ServiceCatalog::CloudFormationProduct", {}, true],
      ["AWS::ServiceCatalog::CloudFormationProvisionedProduct", {}, true],
      ["Mine::Own::Role::MODULE", {}, true],
      ["Custom::NestedStack", {}, true],
      ["Custom::Anything", { TemplateUrl: "x" }, true],
      ["Custom::Anything", { StackName: "x", StackId: "y" }, false],
      ["AWS::CloudFormation::CustomResource", { templateBody: "x" }, true],
      ["AWS::S3::Bucket", {}, false],
    ];
    for (const [Type, Properties, isElsewhere] of types) {
      const { elsewhere } = templateContent({ Resources: { R: { Type, Properties } } }, stackView({}));
      assert.deepEqual(elsewhere, isElsewhere ? [{ logicalId: "R", type: Type }] : [], Type);
    }
  });

  it("tries each way in which two conditions can turn out", () => {
    const value = "!Join ['', [!If [IsProd, a, b], !If [Other, c, d]]]";
    assert.deepEqual(resolved(value), ["ac", "bc", "ad", "bd"]);
  });

  it("puts a mark in place of a choice if there are too many conditions", () => {
    const [only] = resolved(
      "[!If [A, 1, 2], !If [B, 1, 2], !If [C, 1, 2], !If [D, 1, 2], !If [constructor, 1, 2]]",
    );
    assert.deepEqual(
      only,
      ["A", "B", "C", "D", "constructor"].map((name) => unknownMark(`Fn::If ${name}`)),
    );
  });
});

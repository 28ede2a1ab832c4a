import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { AUD, AUDIENCE, OPEN, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../../cli/entra-policy";
import { judgeFixture, readFixture, verdicts, verdictsOf } from "../verdicts";

function template(document: unknown, others: Record<string, unknown> = {}): unknown {
  return {
    Resources: {
      ...others,
      R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } },
    },
  };
}

function withSubject(value: unknown): unknown {
  return template(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: value } } }));
}

describe("a CloudFormation template", () => {
  it("in YAML has a verdict for each role, in stack sets too", () => {
    assert.deepEqual(verdictsOf(readFixture("cloudformation.yaml")), {
      Reader: "accepted",
      ReaderByParameter: "unknown: Ref PrincipalId",
      Open: "rejected",
      Text: "rejected",
      // Of the two ways in which its condition can turn out, one makes no role.
      Switched: "rejected",
      Instance: "accepted",
      "Accounts/Ci": "rejected",
    });
  });

  it("in JSON has one as well", () => {
    assert.deepEqual(verdictsOf(readFixture("cloudformation.json")), {
      Reader: "accepted",
      Joined: "rejected",
      Function: "accepted",
    });
  });

  it("names nested stacks, whose templates it does not have", () => {
    assert.deepEqual(judgeFixture("cloudformation.yaml").notSeen, [
      "Network (AWS::CloudFormation::Stack): its template is not part of this file.",
    ]);
  });

  it("points to the line of what is wrong", () => {
    const file = judgeFixture("cloudformation.yaml");
    const open = file.roles.find(({ document }) => document.role === "Open");
    assert.deepEqual(file.lines.positionOf(open?.findings[0]?.range.start ?? 0), { line: 63, column: 15 });
  });

  const values: [string, unknown, string][] = [
    ["a text", SUBJECT, "accepted"],
    ["a text with an escape of Fn::Sub", { "Fn::Sub": SUBJECT }, "accepted"],
    ["a join of texts", { "Fn::Join": ["-", SUBJECT.split("-")] }, "accepted"],
    ["the account's number", { "Fn::Sub": "aaaaaaaa-bbbb-4ccc-8ddd-${AWS::AccountId}" }, "accepted"],
    ["a parameter", { Ref: "Subject" }, "unknown: Ref Subject"],
    [
      "an attribute",
      { "Fn::GetAtt": ["Identity", "PrincipalId"] },
      "unknown: Fn::GetAtt Identity.PrincipalId",
    ],
    ["an import", { "Fn::ImportValue": "subject" }, "unknown: Fn::ImportValue subject"],
    ["a part that is a parameter", { "Fn::Sub": "a-${Subject}" }, "unknown: Ref Subject"],
    ["a variable of Fn::Sub", { "Fn::Sub": ["${S}", { S: SUBJECT }] }, "accepted"],
    [
      "a variable of Fn::Sub that is a parameter",
      { "Fn::Sub": ["${S}", { S: { Ref: "P" } }] },
      "unknown: Ref P",
    ],
    ["a secret kept elsewhere", "{{resolve:ssm:/subject}}", "unknown: {{resolve:ssm:/subject}}"],
    ["a policy variable by an escape of Fn::Sub", { "Fn::Sub": `\${!${SUB}}` }, "rejected"],
    ["a list with a parameter in it", [SUBJECT, { Ref: "Other" }], "unknown: Ref Other"],
    ["a function nobody knows", { "Fn::Later": [] }, "unknown: Fn::Later"],
    ["nothing", { Ref: "AWS::NoValue" }, "rejected"],
  ];
  for (const [what, value, verdict] of values) {
    it(`with ${what} for the subject is ${verdict.split(":")[0] ?? ""}`, () => {
      assert.deepEqual(verdicts(withSubject(value)), { R: verdict });
    });
  }

  const federated: [string, unknown, string][] = [
    ["a provider of the template", { Ref: "P" }, "accepted"],
    ["a provider's Arn", { "Fn::GetAtt": "P.Arn" }, "accepted"],
    ["another attribute of a provider", { "Fn::GetAtt": "P.Url" }, "unknown: Fn::GetAtt P.Url"],
    ["a provider by a parameter", { Ref: "ProviderArn" }, "unknown: Ref ProviderArn"],
    [
      "an ARN with an account by a parameter",
      { "Fn::Sub": `arn:aws:iam::\${Account}:oidc-provider/${PROVIDER}` },
      "accepted",
    ],
    ["a provider whose URL is a parameter", { Ref: "Q" }, "unknown: Ref Url"],
    ["a provider whose URL is its own", { Ref: "Loop" }, "unknown: Ref Loop"],
  ];
  for (const [what, Federated, verdict] of federated) {
    it(`with ${what} for its principal is ${verdict.split(":")[0] ?? ""}`, () => {
      const provider = (Url: unknown): unknown => ({ Type: "AWS::IAM::OIDCProvider", Properties: { Url } });
      const others = {
        P: provider(`https://${PROVIDER}`),
        Q: provider({ Ref: "Url" }),
        Loop: provider({ Ref: "Loop" }),
      };
      assert.deepEqual(verdicts(template(policy({ Principal: { Federated } }), others)), { R: verdict });
    });
  }

  it("with a provider by a parameter and no subject is rejected: whatever the provider, anyone could get in", () => {
    const document = policy({ Principal: { Federated: { Ref: "ProviderArn" } }, Condition: undefined });
    assert.deepEqual(verdicts(template(document)), { R: "rejected" });
  });

  it("with parameters in statements that no web identity can use is accepted", () => {
    const document = {
      Statement: {
        Effect: "Allow",
        Principal: { AWS: { Ref: "P" } },
        Action: "sts:AssumeRole",
        Condition: { "Fn::If": [] },
      },
    };
    assert.deepEqual(verdicts(template(document)), { R: "accepted" });
  });

  it("whose statements or their parts come from functions is unknown, unless another statement is open", () => {
    const unknown = { "Fn::ImportValue": "X" };
    for (const document of [
      { Statement: unknown },
      { Statement: [unknown] },
      policy({ Condition: unknown }),
      policy({ Condition: { StringEquals: unknown } }),
      policy({ Effect: { Ref: "E" }, Condition: {} }),
      policy({ Action: { Ref: "A" }, Condition: {} }),
      policy({ Principal: unknown, Condition: {} }),
    ]) {
      assert.match(verdicts(template(document)).R ?? "", /^unknown: /, JSON.stringify(document));
    }
    const [open] = OPEN.Statement as unknown[];
    assert.deepEqual(verdicts(template({ Statement: [unknown, open] })), { R: "rejected" });
  });

  it("is unknown where roles may come from what is no plain resource", () => {
    const role = { Type: "AWS::S3::Bucket" };
    assert.deepEqual(verdicts({ Resources: { B: role, R: { Type: { Ref: "T" } } } }), {
      R: "unknown: a resource R without a literal Type",
    });
    assert.deepEqual(verdicts({ Resources: { B: role, "Fn::Transform": { Name: "AWS::Include" } } }), {
      "Fn::Transform": "unknown: resources from Fn::Transform",
    });
    assert.deepEqual(
      verdicts({ Transform: ["AWS::Serverless-2016-10-31", "Mine"], Resources: { B: role } }),
      {
        "(roles of a transform)": "unknown: what the transform Mine adds or changes",
      },
    );
    const properties = { "Fn::Transform": { Name: "AWS::Include" }, AssumeRolePolicyDocument: policy() };
    assert.deepEqual(verdicts({ Resources: { R: { Type: "AWS::IAM::Role", Properties: properties } } }), {
      R: "unknown: Fn::Transform",
    });
  });

  it("with roles made in a loop is judged by each role that the loop makes", () => {
    const role = (document: unknown): unknown => ({
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: document },
    });
    const loop = (document: unknown): unknown => ({
      Resources: { "Fn::ForEach::Roles": ["Name", ["a", "b"], { "R${Name}": role(document) }] },
    });
    assert.deepEqual(verdicts({ AWSTemplateFormatVersion: "", ...(loop(policy()) as object) }), {
      Ra: "accepted",
      Rb: "accepted",
    });
    assert.deepEqual(verdicts({ AWSTemplateFormatVersion: "", ...(loop(OPEN) as object) }), {
      Ra: "rejected",
      Rb: "rejected",
    });
    const named = policy({
      Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: "aaaaaaaa-bbbb-4ccc-8ddd-00000000000${Name}" } },
    });
    assert.deepEqual(verdicts({ AWSTemplateFormatVersion: "", ...(loop(named) as object) }), {
      Ra: "accepted",
      Rb: "accepted",
    });
  });

  it("with conditions is judged by each way in which they can turn out", () => {
    assert.deepEqual(verdicts(withSubject({ "Fn::If": ["IsProd", SUBJECT, `${SUBJECT}2`] })), {
      "R (with IsProd)": "accepted",
      "R (without IsProd)": "accepted",
    });
    assert.deepEqual(verdicts(withSubject({ "Fn::If": ["IsProd", SUBJECT, SUBJECT] })), { R: "accepted" });
    assert.deepEqual(verdicts(withSubject({ "Fn::If": ["IsProd", SUBJECT, { Ref: "AWS::NoValue" }] })), {
      "R (with IsProd)": "accepted",
      "R (without IsProd)": "rejected",
    });
  });

  it("of AWS SAM is judged by its functions' roles", () => {
    const of = (AssumeRolePolicyDocument?: unknown): unknown => ({
      Transform: "AWS::Serverless-2016-10-31",
      Resources: { F: { Type: "AWS::Serverless::Function", Properties: { AssumeRolePolicyDocument } } },
    });
    assert.deepEqual(verdicts(of(OPEN)), { F: "rejected" });
    assert.deepEqual(verdicts(of()), {});
  });

  describe("of AWS SAM with a trust policy in Globals", () => {
    const RIGHT = policy();
    const [statement] = RIGHT.Statement as Record<string, unknown>[];
    const sam = (global: unknown, own?: unknown, attributes = {}): unknown => ({
      Transform: "AWS::Serverless-2016-10-31",
      Globals: { Function: { AssumeRolePolicyDocument: global } },
      Resources: {
        F: {
          Type: "AWS::Serverless::Function",
          ...attributes,
          Properties: own === undefined ? {} : { AssumeRolePolicyDocument: own },
        },
      },
    });

    it("has its statements before those of a function's own", () => {
      const service = policy({
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {},
      });
      assert.deepEqual(verdicts(sam(service, OPEN)), { F: "rejected" });
      assert.deepEqual(verdicts(sam(OPEN, service)), { F: "rejected" });
      assert.deepEqual(verdicts(sam(service, RIGHT)), { F: "accepted" });
      const [role] = judgeText("f", JSON.stringify(sam(OPEN, service))).roles;
      assert.ok(role !== undefined);
      assert.equal(role.findings[0]?.finding.statement, 0);
      assert.match(role.text, /lambda\.amazonaws\.com/);
    });

    it("is merged with a function's own within one statement", () => {
      const halves = [
        { Statement: { Effect: "Allow", Principal: { Federated: PROVIDER_ARN } } },
        { Statement: { Action: "sts:AssumeRoleWithWebIdentity" } },
      ];
      for (const [global, own] of [halves, halves.toReversed()]) {
        assert.deepEqual(verdicts(sam(global, own)), { F: "rejected" });
      }
      const { Condition, ...others } = statement ?? {};
      assert.deepEqual(verdicts(sam({ Statement: others }, { Statement: { Condition, Sid: "own" } })), {
        F: "accepted",
      });
      // SAM takes an object with this one member for a call of a function.
      assert.deepEqual(verdicts(sam({ Statement: others }, { Statement: { Condition } })), { F: "rejected" });
    });

    it("gives way to a function's own value of another kind, and to the call of a function", () => {
      assert.deepEqual(verdicts(sam({ Statement: OPEN.Statement }, { Statement: statement })), {
        F: "accepted",
      });
      assert.deepEqual(verdicts(sam(OPEN, { "Fn::If": ["C", RIGHT, RIGHT] })), { F: "accepted" });
      assert.deepEqual(verdicts(sam(OPEN, JSON.stringify(RIGHT))), { F: "accepted" });
    });

    it("does not concern a function that ignores it", () => {
      for (const IgnoreGlobals of ["*", ["AssumeRolePolicyDocument"]]) {
        assert.deepEqual(verdicts(sam(OPEN, RIGHT, { IgnoreGlobals })), { F: "accepted" });
      }
      assert.deepEqual(verdicts(sam(OPEN, RIGHT, { IgnoreGlobals: ["Tags"] })), { F: "rejected" });
    });

    it("is that of every other function", () => {
      assert.deepEqual(verdicts(sam(OPEN)), { "(every function)": "rejected" });
    });
  });

  it("in a stack set that cannot be read is unknown", () => {
    const set = (properties: unknown): unknown => ({
      Resources: { S: { Type: "AWS::CloudFormation::StackSet", Properties: properties } },
    });
    assert.deepEqual(verdicts(set({ TemplateBody: "no: template" })), {
      S: "unknown: a template that cannot be read",
    });
    assert.deepEqual(verdicts(set({ TemplateBody: { Ref: "T" } })), { S: "unknown: Ref T" });
    assert.deepEqual(judgeText("f", JSON.stringify(set({ TemplateURL: "https://x" }))).notSeen, [
      "S (AWS::CloudFormation::StackSet): its template is not part of this file.",
    ]);
  });

  it("is not accepted for what only looks closed", () => {
    const like = (value: unknown): unknown =>
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: value } } });
    const conditions = ["A", "B", "C", "D", "constructor"].map((name) => ({
      "Fn::If": [name, "x", { Ref: "AWS::NoValue" }],
    }));
    const inProperties = (document: unknown, others: object): unknown => ({
      Resources: {
        R: { Type: "AWS::IAM::Role", Properties: { ...(document as object), ...others } },
      },
    });
    const alarm = (Properties: object): Record<string, unknown> => ({
      Alarm: { Type: "AWS::CloudWatch::Alarm", Properties },
      Database: { Type: "AWS::Glue::Database", Properties: { DatabaseInput: { Name: "repo:*" } } },
    });
    const cases: [title: string, template: unknown, verdict: RegExp][] = [
      [
        "a loop that can make the trust policy",
        inProperties(
          { Path: "/" },
          { "Fn::ForEach::Policies": ["N", ["Document"], { "AssumeRolePolicy${N}": OPEN }] },
        ),
        /^unknown: Fn::ForEach::Policies N$/,
      ],
      ["a variable of a loop", template(like("&{Sub}")), /^unknown: &\{Sub\}$/],
      ["a variable of a loop in a key", template(policy({ "&{Name}": "x" })), /^unknown: &\{Name\}$/],
      [
        "the name of an alarm, which its author chooses",
        template(like({ Ref: "Alarm" }), alarm({ AlarmName: "repo:*" })),
        /^rejected$/,
      ],
      ["the name of a database", template(like({ Ref: "Database" }), alarm({})), /^unknown: Ref Database$/],
      [
        "a parameter's value that is taken apart",
        template(like({ "Fn::Select": [0, { "Fn::Split": ["6", { Ref: "P" }] }] })),
        /^unknown: Fn::Select/,
      ],
    ];
    for (const [title, value, verdict] of cases) {
      assert.match(verdicts(value).R ?? "", verdict, title);
    }
    const chosen = inProperties(
      { AssumeRolePolicyDocument: like({ "Fn::If": ["constructor", SUBJECT, "*"] }) },
      { ManagedPolicyArns: conditions },
    );
    assert.deepEqual(verdicts(chosen), {
      "R (with constructor)": "accepted",
      "R (without constructor)": "rejected",
    });
  });

  it("accepts the name that AWS makes for an alarm", () => {
    const others = { Alarm: { Type: "AWS::CloudWatch::Alarm", Properties: {} } };
    const provider = "login.example-idp.com";
    const Condition = {
      StringLike: { [`${provider}:sub`]: { Ref: "Alarm" } },
      StringEquals: { [`${provider}:aud`]: AUDIENCE },
    };
    const Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` };
    assert.deepEqual(verdicts(template(policy({ Principal, Condition }), others)), { R: "accepted" });
  });

  it("is unknown for a pattern that begins with a parameter, unless no value makes it right", () => {
    const github = (subject: unknown, Default?: string): unknown => ({
      Parameters: { Repo: { Type: "String", Default } },
      Resources: {
        R: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: {
                    Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
                  },
                  Action: "sts:AssumeRoleWithWebIdentity",
                  Condition: {
                    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
                    StringLike: { "token.actions.githubusercontent.com:sub": subject },
                  },
                },
              ],
            },
          },
        },
      },
    });
    const sub = (text: string): unknown => ({ "Fn::Sub": text });
    assert.deepEqual(verdicts(github(sub("repo:${Repo}:*"))), { R: "unknown: Ref Repo" });
    assert.deepEqual(verdicts(github(sub("repo:${Repo}/${Repo}:*"))), { R: "unknown: Ref Repo" });
    assert.deepEqual(verdicts(github(sub("repo:${Repo}:*"), "acme/infra")), { R: "unknown: Ref Repo" });
    assert.deepEqual(verdicts(github(sub("repo:*/${Repo}:*"))), { R: "rejected" });
    const stack = (parameters: object): unknown => ({
      deployment: {
        resources: [
          {
            urn: "urn:pulumi:s::p::aws:cloudformation/stack:Stack::set",
            type: "aws:cloudformation/stack:Stack",
            inputs: { templateBody: JSON.stringify(github(sub("repo:${Repo}:*"), "acme/infra")), parameters },
          },
        ],
      },
    });
    assert.deepEqual(verdicts(stack({})), { "set/R": "accepted" });
    assert.deepEqual(verdicts(stack({ Repo: "acme/*" })), { "set/R": "rejected" });
  });

  it("names what has its template elsewhere", () => {
    const Resources = {
      Bucket: { Type: "AWS::S3::Bucket" },
      App: { Type: "AWS::Serverless::Application", Properties: { Location: "x" } },
      Product: { Type: "AWS::ServiceCatalog::CloudFormationProvisionedProduct", Properties: {} },
      Module: { Type: "Mine::Own::Role::MODULE" },
      Custom: { Type: "Custom::NestedStack", Properties: {} },
    };
    const { roles, notSeen } = judgeText("f", JSON.stringify({ Resources }));
    assert.deepEqual(roles, []);
    assert.deepEqual(notSeen, [
      "App (AWS::Serverless::Application): its template is not part of this file.",
      "Product (AWS::ServiceCatalog::CloudFormationProvisionedProduct): its template is not part of this file.",
      "Module (Mine::Own::Role::MODULE): its template is not part of this file.",
      "Custom (Custom::NestedStack): its template is not part of this file.",
    ]);
  });

  it("is judged by each resource that has a trust policy, and reads a nested stack's own template", () => {
    const properties = { AssumeRolePolicyDocument: OPEN };
    const nested = JSON.stringify(template(OPEN));
    assert.deepEqual(
      verdicts({
        Resources: {
          Mine: { Type: "Custom::Role", Properties: properties },
          Machine: { Type: "AWS::Serverless::StateMachine", Properties: properties },
          Included: {
            Type: "AWS::Lambda::Function",
            Properties: { "Fn::Transform": { Name: "AWS::Include" } },
          },
          Function: {
            Type: "AWS::Serverless::Function",
            Properties: { "Fn::Transform": { Name: "AWS::Include" } },
          },
          Stack: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateBody: nested } },
          Empty: { Type: "AWS::IAM::Role" },
        },
      }),
      {
        Mine: "rejected",
        Machine: "rejected",
        Function: "unknown: Fn::Transform",
        "Stack/R": "rejected",
        Empty: "rejected",
      },
    );
  });

  it("is judged by each resource that has a trust policy deep in its properties", () => {
    const call = { service: "IAM", action: "createRole", parameters: { AssumeRolePolicyDocument: OPEN } };
    const manifest = { kind: "Role", spec: { assumeRolePolicyDocument: JSON.stringify(OPEN) } };
    assert.deepEqual(
      verdicts({
        Resources: {
          Call: { Type: "Custom::AWS", Properties: { Create: JSON.stringify(call) } },
          Calls: {
            Type: "Custom::AWS",
            Properties: { Create: { "Fn::Join": ["", [JSON.stringify(call)]] }, Update: call },
          },
          Manifest: { Type: "Custom::Kubernetes", Properties: { Manifest: JSON.stringify([manifest]) } },
          Steps: { Type: "AWS::StepFunctions::StateMachine", Properties: { Definition: { States: [call] } } },
          Inner: { Type: "Custom::Deploy", Properties: { Template: template(policy()) } },
          Code: {
            Type: "AWS::Lambda::Function",
            Properties: { Code: { ZipFile: "call({\n  AssumeRolePolicyDocument: trust: 1,\n})" } },
          },
          Tagged: {
            Type: "AWS::S3::Bucket",
            Properties: { Tags: [{ Key: "assumeRolePolicy", Value: "x" }] },
          },
          Permissions: {
            Type: "AWS::IAM::ManagedPolicy",
            Properties: { PolicyDocument: { Statement: [{ Action: "iam:UpdateAssumeRolePolicy" }] } },
          },
        },
      }),
      {
        Call: "rejected",
        "Calls Create.parameters.AssumeRolePolicyDocument": "rejected",
        "Calls Update.parameters.AssumeRolePolicyDocument": "rejected",
        Manifest: "rejected",
        Steps: "rejected",
        "Inner/R": "accepted",
        Code: "unknown: a string Code.ZipFile that mentions a trust policy and is neither JSON nor YAML",
      },
    );
  });

  it("with an alias for a role is unknown", () => {
    const text =
      "X: &x {Statement: []}\nResources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: *x\n";
    assert.deepEqual(verdictsOf(text), { R: "unknown: Fn::YamlAlias x" });
  });
});

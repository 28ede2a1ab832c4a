/** Wherever a stack can hold a trust policy, it is found and judged. */
import assert from "node:assert/strict";
import { stringify } from "yaml";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { trustPolicyIsWellFormed } from "../../../../policypack/rules/trust-policy-is-well-formed";
import { AUD, AUDIENCE, policy, PROVIDER, SUB, SUBJECT } from "../../trust/entra-policy";
import { NOTHING, UNKNOWN, validateResource, type Validation } from "../validate";

type Json = Record<string, unknown>;

const right = policy();
const open = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const judge = (type: string, props: Json, name = "app", config = {}): Promise<Validation> =>
  validateResource(oidcTrustRequiresSubject, { type, name, props }, config);

/** A template with one role, and more resources beside it. */
function template(document: unknown, more: Json = {}): Json {
  const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } };
  return { AWSTemplateFormatVersion: "2010-09-09", Resources: { Reader: role }, ...more };
}

/** Where a stack can hold a trust policy: the properties around a document. */
const places: [title: string, type: string, props: (document: unknown) => Json][] = [
  ["aws:iam:Role, text", "aws:iam/role:Role", (document) => ({ assumeRolePolicy: JSON.stringify(document) })],
  ["aws:iam:Role, object", "aws:iam/role:Role", (document) => ({ assumeRolePolicy: document })],
  ["aws-native:iam:Role", "aws-native:iam:Role", (document) => ({ assumeRolePolicyDocument: document })],
  [
    "aws:cloudcontrol:Resource",
    "aws:cloudcontrol/resource:Resource",
    (document) => ({
      typeName: "AWS::IAM::Role",
      desiredState: JSON.stringify({ AssumeRolePolicyDocument: document }),
    }),
  ],
  [
    "aws-native ExtensionResource",
    "aws-native:index:ExtensionResource",
    (document) => ({ type: "AWS::IAM::Role", properties: { AssumeRolePolicyDocument: document } }),
  ],
  [
    "aws:cloudformation:Stack, JSON",
    "aws:cloudformation/stack:Stack",
    (document) => ({ templateBody: JSON.stringify(template(document)) }),
  ],
  [
    "aws:cloudformation:StackSet, YAML",
    "aws:cloudformation/stackSet:StackSet",
    (document) => ({ templateBody: stringify(template(document)) }),
  ],
  [
    "aws-native:cloudformation:Stack",
    "aws-native:cloudformation:Stack",
    (document) => ({ templateBody: template(document) }),
  ],
  [
    "aws-native:cloudformation:StackSet",
    "aws-native:cloudformation:StackSet",
    (document) => ({ templateBody: JSON.stringify(template(document)) }),
  ],
  [
    "a stack set within a stack",
    "aws:cloudformation/stack:Stack",
    (document) => ({
      templateBody: JSON.stringify({
        Resources: {
          Everywhere: {
            Type: "AWS::CloudFormation::StackSet",
            Properties: { TemplateBody: JSON.stringify(template(document)) },
          },
        },
      }),
    }),
  ],
];

describe("where trust policies are found", () => {
  for (const [title, type, props] of places) {
    it(`lets a right one pass and refuses one without subject in ${title}`, async () => {
      assert.deepEqual(await judge(type, props(right)), NOTHING);
      const { violations } = await judge(type, props(open));
      assert.equal(violations.length, 1);
      assert.match(
        violations[0] ?? "",
        new RegExp(`^Role .*app: .* Statement 0, provider ${PROVIDER}: expected .*; found no`),
      );
    });
  }

  it("names role and stack of a role in a template", async () => {
    const { violations } = await judge("aws:cloudformation/stack:Stack", {
      templateBody: JSON.stringify(template(open)),
    });
    assert.match(violations[0] ?? "", /^Role Reader in app: /);
  });

  it("judges what a serverless function has as the trust policy of its role", async () => {
    const Properties = { AssumeRolePolicyDocument: open };
    const templateBody = { Resources: { F: { Type: "AWS::Serverless::Function", Properties } } };
    const { violations } = await judge("aws:cloudformation/stack:Stack", {
      templateBody: JSON.stringify(templateBody),
    });
    assert.equal(violations.length, 1);
  });

  it("judges the roles that a template makes in a loop", async () => {
    const role = (template(open).Resources as Json).Reader;
    const templateBody = { Resources: { "Fn::ForEach::Roles": ["Name", ["A"], { "Role${Name}": role }] } };
    const { violations } = await judge("aws:cloudformation/stack:Stack", {
      templateBody: JSON.stringify(templateBody),
    });
    assert.equal(violations.length, 1);
  });

  it("says of a template with a transform that what it adds is not judged, and refuses if told to", async () => {
    const templateBody = { Transform: "Mine", Resources: {} };
    const stack = "aws:cloudformation/stack:Stack";
    const props = { templateBody: JSON.stringify(templateBody) };
    assert.deepEqual(await judge(stack, props, "transformed"), {
      violations: [],
      advice: [
        'transformed: a transform of the template may add or change roles, which are not judged. Pass the template as the transform returns it. To stop here instead, set unknownInPreview to "refuse".',
      ],
    });
    const refused = await judge(stack, props, "transformed", { unknownInPreview: "refuse" });
    assert.deepEqual(refused.violations, [
      'transformed: a transform of the template may add or change roles, which are not judged. Pass the template as the transform returns it. The setting unknownInPreview: "refuse" stops here.',
    ]);
  });

  it("refuses a role whose properties come from a transform or a loop", async () => {
    const stack = "aws:cloudformation/stack:Stack";
    const props = (Type: string, Properties: Json): Json => ({
      templateBody: JSON.stringify({ Resources: { R: { Type, Properties } } }),
    });
    for (const [name, argument] of [
      ["Fn::Transform", { Name: "AWS::Include" }],
      ["Fn::ForEach::Policies", ["N", ["Document"], { "AssumeRolePolicy${N}": open }]],
    ] as const) {
      const Properties = { [name]: argument, AssumeRolePolicyDocument: right };
      const { violations } = await judge(stack, props("AWS::IAM::Role", Properties));
      assert.equal(violations.length, 1, name);
      assert.match(violations[0] ?? "", /^Role R in app: who can assume it depends on <Fn::/);
      assert.deepEqual(await judge(stack, props("AWS::Lambda::Function", Properties)), NOTHING, name);
    }
  });

  it("names what a template has elsewhere, and refuses it if told to", async () => {
    const Resources = {
      Network: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://example.com/t" } },
      Role: { Type: "Mine::Own::Role::MODULE" },
    };
    const props = { templateBody: JSON.stringify({ Resources }) };
    const stack = "aws:cloudformation/stack:Stack";
    const sentence = (of: string, name: string, remedy: string): string =>
      `${of} in ${name}: it creates resources from a template that this program does not hold, so no role in it is judged. Judge that template with azure-to-aws judge. ${remedy}`;
    const names = ["Network (AWS::CloudFormation::Stack)", "Role (Mine::Own::Role::MODULE)"];
    assert.deepEqual(await judge(stack, props, "nested"), {
      violations: [],
      advice: names.map((of) =>
        sentence(of, "nested", 'To stop here instead, set unknownInPreview to "refuse".'),
      ),
    });
    assert.deepEqual(await judge(stack, props, "nested-refused", { unknownInPreview: "refuse" }), {
      violations: names.map((of) =>
        sentence(of, "nested-refused", 'The setting unknownInPreview: "refuse" stops here.'),
      ),
      advice: [],
    });
  });

  it("says that an instance of a stack set can override a parameter, and refuses it if told to", async () => {
    const document = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } } });
    const Parameters = { Subject: { Type: "String", Default: SUBJECT } };
    const props = { templateBody: JSON.stringify(template(document, { Parameters })) };
    const set = "aws:cloudformation/stackSet:StackSet";
    const sentence =
      "the trust policy depends on parameters that an instance of the stack set can override. Only the instances in this program are judged. Write the values into the template.";
    assert.deepEqual(await judge(set, props, "set"), {
      violations: [],
      advice: [`Role Reader in set: ${sentence} To stop here instead, set unknownInPreview to "refuse".`],
    });
    assert.deepEqual((await judge(set, props, "set-refused", { unknownInPreview: "refuse" })).violations, [
      `Role Reader in set-refused: ${sentence} The setting unknownInPreview: "refuse" stops here.`,
    ]);
    assert.deepEqual(await judge("aws:cloudformation/stack:Stack", props, "stack"), NOTHING);
  });

  it("says that an instance has the template of a stack set elsewhere if the program does not have the set", async () => {
    const instance = "aws:cloudformation/stackSetInstance:StackSetInstance";
    const props = { stackSetName: "set", parameterOverrides: { Subject: "*" } };
    assert.deepEqual(await judge(instance, props, "instance"), {
      violations: [],
      advice: [
        'instance: it creates resources from a template that this program does not hold, so no role in it is judged. Judge that template with azure-to-aws judge. To stop here instead, set unknownInPreview to "refuse".',
      ],
    });
    assert.deepEqual(await judge(instance, { stackSetName: "set" }, "plain"), NOTHING);
  });

  it("leaves a right role with an imported provider to its conditions, and says so", async () => {
    const document = policy({ Principal: { Federated: { "Fn::ImportValue": "provider" } } });
    const props = { templateBody: JSON.stringify(template(document)) };
    assert.deepEqual(await judge("aws:cloudformation/stack:Stack", props, "imported"), {
      violations: [],
      advice: [
        'Role Reader in imported: only CloudFormation knows the provider. The audience and the subject are pinned, so no other provider can use the role. Write the provider\'s ARN into the template. To stop here instead, set unknownInPreview to "refuse".',
      ],
    });
  });

  it("refuses an imported subject whatever other rules find, since they can be lowered", async () => {
    const github = "token.actions.githubusercontent.com";
    const document = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
      Condition: { StringLike: { [`${github}:sub`]: { "Fn::ImportValue": "subject" } } },
    });
    const { violations } = await judge("aws:cloudformation/stack:Stack", {
      templateBody: JSON.stringify(template(document)),
    });
    assert.deepEqual(violations, [
      "Role Reader in app: who can assume it depends on <Fn::ImportValue subject>, which only CloudFormation resolves. Expected values in the template, or in the parameters that the stack sets.",
    ]);
  });

  it("waits for the update if a parameter is not known yet, also with an imported provider", async () => {
    const document = policy({
      Principal: { Federated: { "Fn::ImportValue": "provider" } },
      Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } },
    });
    const templateBody = JSON.stringify(template(document, { Parameters: { Subject: { Type: "String" } } }));
    const props = { templateBody, parameters: { Subject: UNKNOWN } };
    const { violations, advice } = await judge("aws:cloudformation/stack:Stack", props, "late");
    assert.deepEqual(violations, []);
    assert.match(advice[0] ?? "", /^Role Reader in late: the preview does not know the trust policy, /);
  });

  it("refuses templates within too many others", async () => {
    let templateBody: Json = template(right);
    for (let depth = 0; depth < 5; depth++) {
      const Properties = { TemplateBody: templateBody };
      templateBody = { Resources: { S: { Type: "AWS::CloudFormation::StackSet", Properties } } };
    }
    const deepest = { type: "aws-native:cloudformation:Stack", name: "app", props: { templateBody } };
    const { violations } = await validateResource(trustPolicyIsWellFormed, deepest);
    assert.match(violations[0] ?? "", /^app has a template that is within more than 4 others/);
    const inner = (templateBody.Resources as Record<string, { Properties: Json }>).S?.Properties.TemplateBody;
    assert.deepEqual(await judge("aws-native:cloudformation:Stack", { templateBody: inner }), NOTHING);
  });

  it("passes over other resources of the Cloud Control API and of templates", async () => {
    const props = { typeName: "AWS::S3::Bucket", desiredState: "{" };
    assert.deepEqual(await judge("aws:cloudcontrol/resource:Resource", props), NOTHING);
    const templateBody = "Resources: {B: {Type: 'AWS::S3::Bucket'}}";
    assert.deepEqual(await judge("aws:cloudformation/stack:Stack", { templateBody }), NOTHING);
  });

  it("refuses what cannot be read, so that nothing hides in it", async () => {
    const cases: [string, Json, RegExp][] = [
      [
        "aws:cloudcontrol/resource:Resource",
        { typeName: "AWS::IAM::Role", desiredState: "{" },
        /not valid JSON/,
      ],
      [
        "aws:cloudformation/stack:Stack",
        { templateBody: "Resources: {" },
        /template that is neither JSON nor YAML/,
      ],
      [
        "aws:cloudformation/stack:Stack",
        { templateBody: "Resources: {'Fn::Transform': {Name: 'AWS::Include'}}" },
        /has resources from Fn::Transform/,
      ],
      ["aws:cloudformation/stack:Stack", { templateBody: "text" }, /template that is not an object/],
      ["aws:cloudformation/stack:Stack", { templateBody: "A: 1\nA: 2\n" }, /template that has a key twice/],
    ];
    for (const [type, props, message] of cases) {
      const { violations } = await validateResource(trustPolicyIsWellFormed, { type, name: "app", props });
      assert.equal(violations.length, 1, JSON.stringify(props));
      assert.deepEqual(await judge(type, props), NOTHING, "one finding among all rules");
      assert.match(violations[0] ?? "", message);
    }
  });

  it("says of a template that is not known yet, or elsewhere, that it is not judged now", async () => {
    const stack = "aws:cloudformation/stack:Stack";
    assert.deepEqual(await judge(stack, { templateBody: UNKNOWN }, "later"), {
      violations: [],
      advice: [
        'later: the preview does not know the template, so it judges no role in it. The update judges the template before it uses it. To stop here instead, set unknownInPreview to "refuse".',
      ],
    });
    assert.deepEqual(await judge(stack, { templateUrl: "https://s3.example.com/t" }, "elsewhere"), {
      violations: [],
      advice: [
        'elsewhere: the template is at a URL, so no role in it is judged. Pass it as templateBody. To stop here instead, set unknownInPreview to "refuse".',
      ],
    });
    const refused = async (props: Json) =>
      (await judge(stack, props, "refused", { unknownInPreview: "refuse" })).violations;
    assert.deepEqual(await refused({ templateUrl: "x" }), [
      'refused: the template is at a URL, so no role in it is judged. Pass it as templateBody. The setting unknownInPreview: "refuse" stops here.',
    ]);
    assert.deepEqual(await refused({ templateBody: UNKNOWN }), [
      'refused: the preview does not know the template, so it judges no role in it. Create what the template is made of in an earlier stack. Or set unknownInPreview to "advise": the update then judges the template before it uses it.',
    ]);
  });

  it("says of a template whose parameters are not known yet that its role is judged in the update", async () => {
    const document = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } } });
    const templateBody = JSON.stringify(template(document, { Parameters: { Subject: { Type: "String" } } }));
    const stack = "aws:cloudformation/stack:Stack";
    const { violations, advice } = await judge(stack, { templateBody, parameters: UNKNOWN }, "parameters");
    assert.deepEqual(violations, []);
    assert.match(advice[0] ?? "", /^Role Reader in parameters: the preview does not know the trust policy, /);
    assert.deepEqual(await judge(stack, { templateBody, parameters: { Subject: SUBJECT } }), NOTHING);
  });
});

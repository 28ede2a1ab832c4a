import assert from "node:assert/strict";
import { stackView } from "../../../policy-sources/cloudformation/stack-view";
import type { Held } from "../../../policy-sources/held";
import { heldInResource } from "../../../policy-sources/held-in-resource";
import { pulumiCarrier } from "../../../policy-sources/policy-carriers";
import { unknownMark } from "../../../trust";

type Json = Readonly<Record<string, unknown>>;

const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
const nested = (TemplateBody: unknown): Json => ({
  Type: "AWS::CloudFormation::Stack",
  Properties: { TemplateBody },
});
const step = { Type: "Custom::Step", Properties: { Call: { assume_role_policy: { Statement: [] } } } };
const own = { "Fn::If": ["C", { Statement: [] }, { Statement: {} }] };
const either = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: own } };

/** Each part in one line: what it holds, where, by which names, and by which way. */
function held(type: string, properties: Json): string[] {
  const carrier = pulumiCarrier(type);
  const parts = heldInResource({ name: "app", type, properties, carrier }, (given) => stackView(given));
  return [...parts].map(line);
}

function line(part: Held): string {
  const { place, names, path, embedded, readings, template } = part;
  const what =
    part.holds === "resource"
      ? `${part.type}${part.isRole ? "" : ", no role"}`
      : part.holds === "transform"
        ? `transform ${part.name}`
        : `${part.holds} ${part.of}`;
  const depth = template === undefined ? "" : ` in template ${template.depth}`;
  return `${[what, ...readings].join(" ")}: "${place}" ${names.join(">")} at ${path.join(".")}${embedded ? ", embedded" : ""}${depth}`;
}

const cases: readonly [title: string, type: string, properties: Json, parts: readonly string[]][] = [
  [
    "a role",
    "aws:iam/role:Role",
    { assumeRolePolicy: "{}" },
    ['AWS::IAM::Role: "" app at assumeRolePolicy, embedded'],
  ],
  [
    "a role in the desired state of Cloud Control",
    "aws-native:index:ExtensionResource",
    { type: "AWS::IAM::Role", properties: { AssumeRolePolicyDocument: {} } },
    ['AWS::IAM::Role: "" app at properties.AssumeRolePolicyDocument'],
  ],
  [
    "a desired state that is not known",
    "aws:cloudcontrol/resource:Resource",
    { typeName: "AWS::IAM::Role", desiredState: unknownMark("x") },
    ['unknown desired-state: "" app at desiredState, embedded'],
  ],
  [
    "a desired state that is not JSON",
    "aws:cloudcontrol/resource:Resource",
    { typeName: "AWS::IAM::Role", desiredState: "{" },
    ['unreadable desired-state: "" app at desiredState, embedded'],
  ],
  [
    "a shape at some depth",
    "custom:index:Thing",
    { a: [{ assumeRolePolicy: { Statement: [] } }], b: { assumeRolePolicy: unknownMark("x") } },
    [
      'AWS::IAM::Role: "a.0.assumeRolePolicy" app a.0.assumeRolePolicy at a.0.assumeRolePolicy',
      'AWS::IAM::Role: "b.assumeRolePolicy" app b.assumeRolePolicy at b.assumeRolePolicy, embedded',
    ],
  ],
  [
    "a template, with what it holds at any depth",
    "aws:cloudformation/stack:Stack",
    {
      templateBody: JSON.stringify({
        Transform: "Own",
        Resources: {
          Reader: role,
          Step: step,
          Outer: nested(JSON.stringify({ Resources: { Inner: role } })),
          Later: nested({ "Fn::ImportValue": "x" }),
          There: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://x" } },
        },
      }),
    },
    [
      'transform Own: "" app at templateBody, embedded in template 0',
      'elsewhere template: "There" app>There at templateBody, embedded in template 0',
      'AWS::IAM::Role: "Reader" app>Reader at templateBody, embedded in template 0',
      'Custom::Step, no role: "Step" app>Step at templateBody, embedded in template 0',
      'AWS::IAM::Role: "Step/Call.assume_role_policy" app>Step at templateBody, embedded in template 0',
      'AWS::IAM::Role: "Outer/Inner" app>Outer>Inner at templateBody, embedded in template 1',
      'unknown template: "Later" app>Later at templateBody, embedded in template 0',
    ],
  ],
  [
    "a role that a condition decides, in a stack set that an instance overrides",
    "aws:cloudformation/stackSet:StackSet",
    {
      templateBody: { Resources: { Either: either } },
      stackInstancesGroup: [{ parameterOverrides: { A: "b" } }],
    },
    ["", " instance", " overridden"].flatMap((reading) =>
      [1, 2].map(
        () => `AWS::IAM::Role${reading}: "Either" app>Either at templateBody, embedded in template 0`,
      ),
    ),
  ],
  [
    "a template that cannot be read",
    "aws:cloudformation/stack:Stack",
    { templateBody: "[" },
    ['unreadable template: "" app at templateBody, embedded'],
  ],
  [
    "a template at a URL",
    "aws:cloudformation/stack:Stack",
    { templateUrl: "https://x" },
    ['elsewhere template: "" app at templateBody, embedded'],
  ],
];

describe("what a resource holds", () => {
  for (const [title, type, properties, parts] of cases) {
    it(`has a place, names, and a way to it: ${title}`, () => {
      assert.deepEqual(held(type, properties), parts);
    });
  }

  it("keeps what only CloudFormation resolves, also as a parameter of a nested template", () => {
    const Resources = {
      Outer: {
        Type: "AWS::CloudFormation::Stack",
        Properties: {
          TemplateBody: JSON.stringify({ Parameters: { P: { Type: "String" } }, Resources: { Inner: role } }),
          Parameters: { P: { "Fn::ImportValue": "x" } },
        },
      },
    };
    const type = "aws:cloudformation/stack:Stack";
    const properties = { templateBody: { Resources } };
    const [inner] = heldInResource({ name: "app", type, properties, carrier: pulumiCarrier(type) }, (given) =>
      stackView(given),
    );
    assert.deepEqual([...(inner?.template?.hidden ?? [])], ["Fn::ImportValue x"]);
  });
});

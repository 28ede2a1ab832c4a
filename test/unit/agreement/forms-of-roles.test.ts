/** The command line and the policy pack find the same roles in each form in which a stack can hold one. */
import assert from "node:assert/strict";
import { type TestedResource, UNKNOWN } from "../policypack/validate";
import { AUD, AUDIENCE, policy, SUB, SUBJECT } from "../trust/entra-policy";
import { byCommandLine, byPack, type FineVerdict } from "./verdicts";

type Json = Record<string, unknown>;
type Form = readonly [title: string, type: string, props: (document: unknown) => Json];

const right = policy();
const open = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const template = (document: unknown): Json => ({
  Resources: { Reader: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
});
const resource = (type: string, props: Json): TestedResource => ({ type, name: "role", props });
/** A policy under a name that says nothing else. */
const tagged = (document: unknown): Json => ({ tags: { assumeRolePolicy: JSON.stringify(document) } });
const ack = (document: unknown): string => `
apiVersion: v1
kind: ConfigMap
---
apiVersion: iam.services.k8s.aws/v1alpha1
kind: Role
metadata: {name: reader}
spec:
  name: reader
  assumeRolePolicyDocument: '${JSON.stringify(document)}'
`;

/** Types that no table has: the names of their properties alone say what they are. */
const shapes: readonly Form[] = [
  [
    "Cloud Control, a stack",
    "aws:cloudcontrol/resource:Resource",
    (document) => ({
      typeName: "AWS::CloudFormation::Stack",
      desiredState: JSON.stringify({ TemplateBody: JSON.stringify(template(document)) }),
    }),
  ],
  [
    "Cloud Control, a stack set",
    "aws:cloudcontrol/resource:Resource",
    (document) => ({
      typeName: "AWS::CloudFormation::StackSet",
      desiredState: JSON.stringify({ TemplateBody: template(document) }),
    }),
  ],
  [
    "aws-native's ExtensionResource, a stack",
    "aws-native:index:ExtensionResource",
    (document) => ({
      type: "AWS::CloudFormation::Stack",
      properties: { TemplateBody: template(document) },
    }),
  ],
  [
    "any Terraform provider, aws",
    "aws:index/iamRole:IamRole",
    (document) => ({ assumeRolePolicy: JSON.stringify(document) }),
  ],
  ["a tag that is a whole policy", "kubernetes:apiextensions.k8s.io:CustomResource", tagged],
  [
    "any Terraform provider, awscc",
    "awscc:index/iamRole:IamRole",
    (document) => ({ assumeRolePolicyDocument: JSON.stringify(document) }),
  ],
  [
    "any Terraform provider, a stack",
    "aws:index/cloudformationStack:CloudformationStack",
    (document) => ({ templateBody: JSON.stringify(template(document)) }),
  ],
  [
    "any Terraform provider, Cloud Control",
    "aws:index/cloudcontrolapiResource:CloudcontrolapiResource",
    (document) => ({
      typeName: "AWS::IAM::Role",
      desiredState: JSON.stringify({ AssumeRolePolicyDocument: document }),
    }),
  ],
  [
    "a Terraform module's role",
    "vpc:tf:aws_iam_role",
    (document) => ({ assume_role_policy: JSON.stringify(document) }),
  ],
  [
    "ACK's role",
    "kubernetes:iam.services.k8s.aws/v1alpha1:Role",
    (document) => ({ kind: "Role", spec: { assumeRolePolicyDocument: JSON.stringify(document) } }),
  ],
  [
    "Crossplane's role",
    "kubernetes:iam.aws.upbound.io/v1beta1:Role",
    (document) => ({ kind: "Role", spec: { forProvider: { assumeRolePolicy: JSON.stringify(document) } } }),
  ],
  [
    "a Crossplane composition",
    "kubernetes:apiextensions.crossplane.io/v1:Composition",
    (document) => ({
      spec: {
        resources: [{ base: { spec: { forProvider: { assumeRolePolicy: JSON.stringify(document) } } } }],
      },
    }),
  ],
  ["manifests in YAML", "kubernetes:yaml/v2:ConfigGroup", (document) => ({ yaml: ack(document) })],
  [
    "an SSM document that makes a stack",
    "aws:ssm/document:Document",
    (document) => ({
      content: JSON.stringify({
        mainSteps: [
          { action: "aws:createStack", inputs: { TemplateBody: JSON.stringify(template(document)) } },
        ],
      }),
    }),
  ],
  [
    "a member whose name is escaped in JSON",
    "aws:ssm/document:Document",
    (document) => ({
      content: JSON.stringify({ TemplateBody: template(document) }).replace(
        "AssumeRolePolicyDocument",
        "\\u0041ssumeRolePolicyDocument",
      ),
    }),
  ],
  [
    "another spelling",
    "custom:index:Thing",
    (document) => ({ settings: [{ Assume_Role_Policy_Document: document }] }),
  ],
  ["a dynamic provider", "pulumi-nodejs:dynamic:Resource", (document) => ({ assumeRolePolicy: document })],
];

/** Types of the tables, templates apart. */
const known: readonly Form[] = [
  ["aws:iam:Role", "aws:iam/role:Role", (document) => ({ assumeRolePolicy: JSON.stringify(document) })],
  ["aws-native:iam:Role", "aws-native:iam:Role", (document) => ({ assumeRolePolicyDocument: document })],
  [
    "Cloud Control",
    "aws:cloudcontrol/resource:Resource",
    (document) => ({
      typeName: "AWS::IAM::Role",
      desiredState: JSON.stringify({ AssumeRolePolicyDocument: document }),
    }),
  ],
  [
    "aws-native's ExtensionResource",
    "aws-native:index:ExtensionResource",
    (document) => ({ type: "AWS::IAM::Role", properties: { AssumeRolePolicyDocument: document } }),
  ],
];

/** What is no plain role: the command line's verdict, and the pack's. */
const others: readonly [
  title: string,
  resource: TestedResource,
  commandLine: FineVerdict,
  pack?: FineVerdict,
][] = [
  ["a role without a document", resource("aws:iam/role:Role", {}), "rejected"],
  ["aws-native's role without a document", resource("aws-native:iam:Role", {}), "rejected"],
  [
    "a Cloud Control role without a document",
    resource("aws:cloudcontrol/resource:Resource", { typeName: "AWS::IAM::Role", desiredState: "{}" }),
    "rejected",
  ],
  [
    "a Cloud Control role that is not JSON",
    resource("aws:cloudcontrol/resource:Resource", { typeName: "AWS::IAM::Role", desiredState: "{" }),
    "rejected",
  ],
  [
    "a member twice within a desired state",
    resource("aws:cloudcontrol/resource:Resource", {
      typeName: "AWS::IAM::Role",
      desiredState: JSON.stringify({ AssumeRolePolicyDocument: right }).replace(
        '"Condition":',
        '"Condition":{},"Condition":',
      ),
    }),
    "rejected",
  ],
  [
    "a policy twice within a desired state",
    resource("aws:cloudcontrol/resource:Resource", {
      typeName: "AWS::IAM::Role",
      desiredState: `{"AssumeRolePolicyDocument": ${JSON.stringify(open)}, "AssumeRolePolicyDocument": ${JSON.stringify(right)}}`,
    }),
    "rejected",
  ],
  [
    "a Cloud Control resource of a type that is not known",
    resource("aws:cloudcontrol/resource:Resource", {
      typeName: UNKNOWN,
      desiredState: JSON.stringify({ AssumeRolePolicyDocument: open }),
    }),
    "rejected",
  ],
  [
    "an unknown desired state of a stack",
    resource("aws:cloudcontrol/resource:Resource", {
      typeName: "AWS::CloudFormation::Stack",
      desiredState: UNKNOWN,
    }),
    "unknown",
  ],
  [
    "a stack of Cloud Control with its template at a URL",
    resource("aws:cloudcontrol/resource:Resource", {
      typeName: "AWS::CloudFormation::Stack",
      desiredState: JSON.stringify({ TemplateURL: "https://example.com/t" }),
    }),
    "not seen",
  ],
  [
    "a stack set whose accounts can override a parameter",
    resource("aws:cloudcontrol/resource:Resource", {
      typeName: "AWS::CloudFormation::StackSet",
      desiredState: JSON.stringify({
        TemplateBody: {
          ...template(
            policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } } }),
          ),
          Parameters: { Subject: { Type: "String", Default: SUBJECT } },
        },
        StackInstancesGroup: [
          {
            ParameterOverrides: [
              { ParameterKey: "Subject", ParameterValue: "11112222-3333-4444-8555-666677778888" },
            ],
          },
        ],
      }),
    }),
    "unknown",
  ],
  [
    "an unknown policy under another type",
    resource("aws:index/iamRole:IamRole", { assumeRolePolicy: UNKNOWN }),
    "unknown",
  ],
  [
    "an unknown manifest of a role",
    resource("kubernetes:iam.services.k8s.aws/v1alpha1:Role", { kind: "Role", spec: UNKNOWN }),
    "unknown",
    "not seen",
  ],
  [
    "a property that only begins like a policy's",
    resource("module:index:Module", { assume_role_policy_statements: [{ actions: ["sts:AssumeRole"] }] }),
    "unknown",
    "not seen",
  ],
  [
    "a string that mentions a policy and cannot be read",
    resource("custom:index:Script", { text: "x: [\nassume_role_policy: {" }),
    "unknown",
    "not seen",
  ],
  [
    "a stack of an application from the repository",
    resource("aws:serverlessrepository/cloudFormationStack:CloudFormationStack", { applicationId: "arn" }),
    "not seen",
  ],
  [
    "a product from the catalog",
    resource("aws:servicecatalog/provisionedProduct:ProvisionedProduct", { productName: "p" }),
    "not seen",
  ],
  [
    "aws-native's product from the catalog",
    resource("aws-native:servicecatalog:CloudFormationProvisionedProduct", { productName: "p" }),
    "not seen",
  ],
  [
    "a product's template at a URL",
    resource("aws:servicecatalog/product:Product", {
      provisioningArtifactParameters: { templateUrl: "https://x" },
    }),
    "not seen",
  ],
];

/** What looks like a role at a glance and is none. */
const harmless: readonly [title: string, resource: TestedResource][] = [
  ["the stack's own outputs", resource("pulumi:pulumi:Stack", { assumeRolePolicy: JSON.stringify(open) })],
  [
    "a reference to another stack",
    resource("pulumi:pulumi:StackReference", { outputs: { assumeRolePolicy: JSON.stringify(open) } }),
  ],
  [
    "a permission to change trust policies",
    resource("aws:iam/policy:Policy", { policy: '{"Action":"iam:UpdateAssumeRolePolicy"}' }),
  ],
  ["a flag", resource("module:index:Module", { assumeRolePolicyEnabled: true, assumeRolePolicy: null })],
  [
    "a script that calls the command line",
    resource("azure-native:compute:VirtualMachine", {
      userData: "aws iam create-role --assume-role-policy-document file://x",
    }),
  ],
  ["a tag with the name of a policy", resource("aws:s3/bucket:Bucket", { tags: { assumeRolePolicy: "x" } })],
  [
    "a tag with the name of a policy, in each spelling",
    resource("aws:s3/bucket:Bucket", {
      tagsAll: { AssumeRolePolicyDocument: "none" },
      tags_all: { assume_role_policy: "{}" },
      labels: { "assume-role-policy": "app" },
    }),
  ],
  ["a template of another cloud", resource("azure-native:resources:Deployment", { templateBody: "x" })],
  [
    "a bucket of Cloud Control",
    resource("aws:cloudcontrol/resource:Resource", { typeName: "AWS::S3::Bucket", desiredState: "{" }),
  ],
];

/** Where the two differ, and why: the command line reads a state, the pack what is about to be created. */
const differences: readonly [
  title: string,
  commandLine: FineVerdict,
  pack: FineVerdict,
  resource: TestedResource,
][] = [
  [
    "the state tells the role's account, so a provider of another one is refused",
    "rejected",
    "accepted",
    resource("aws:iam/role:Role", {
      arn: "arn:aws:iam::999999999999:role/app",
      assumeRolePolicy: JSON.stringify(right),
    }),
  ],
];

describe("each form of a role", () => {
  for (const [title, commandLine, pack, given] of differences) {
    it(`differs between command line and pack for a reason: ${title}`, async () => {
      assert.deepEqual([byCommandLine([given], "outputs"), await byPack([given])], [commandLine, pack]);
    });
  }

  it("is judged by outputs on the command line, and by inputs in the pack, before it is created", async () => {
    const given = resource("aws:iam/role:Role", { assumeRolePolicy: JSON.stringify(open) });
    assert.equal(byCommandLine([given], "outputs"), "rejected");
    assert.equal(await byPack([given]), "rejected");
  });

  for (const [title, type, props] of [...known, ...shapes]) {
    it(`is judged by command line and pack alike: ${title}`, async () => {
      for (const side of ["inputs", "outputs"] as const) {
        assert.deepEqual(
          [
            byCommandLine([resource(type, props(right))], side),
            byCommandLine([resource(type, props(open))], side),
          ],
          ["accepted", "rejected"],
          side,
        );
      }
      assert.deepEqual(
        [await byPack([resource(type, props(right))]), await byPack([resource(type, props(open))])],
        ["accepted", "rejected"],
      );
    });
  }

  for (const [title, given, commandLine, pack = commandLine] of others) {
    it(`is never taken for one without roles: ${title} is ${pack}`, async () => {
      assert.deepEqual([byCommandLine([given]), await byPack([given])], [commandLine, pack]);
      assert.equal(await byPack([given], { unknownInPreview: "refuse" }), "rejected");
    });
  }

  for (const [title, given] of harmless) {
    it(`is told from what is none: ${title}`, async () => {
      assert.deepEqual([byCommandLine([given]), await byPack([given])], ["no role", "accepted"]);
      assert.equal(await byPack([given], { unknownInPreview: "refuse" }), "accepted");
    });
  }
});

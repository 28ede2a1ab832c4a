/** Roles that the pack finds by their shape, and what it says of them, under the real engine. Previews only. */
import assert from "node:assert/strict";
import path from "node:path";
import type { PulumiRun } from "../../../lab/pulumi";
import { describeWith } from "../../../lab/testing/describe-with";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { said, startPreviewEngine } from "./engine-setup";

const entry = path.join(PROJECT_ROOT, "test/engine/policypack/permissive-plugin.cjs");
const plugin = { entry, version: "1.0.0" };

const open = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });
const SECRET = "hunter2-hunter2";
const secretOpen = policy({
  Condition: {
    StringEquals: { [AUD]: AUDIENCE },
    StringLike: { [AUD.replace(/aud$/, "sub")]: `${SECRET}*` },
  },
});

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const right = ${JSON.stringify(policy())};
const open = ${JSON.stringify(open)};
const make = (type, name, props, options) =>
  new pulumi.CustomResource(type, name, props, { version: "1.0.0", ...options });
const template = (document) => ({
  Resources: { Reader: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
});
const forms = {
  extension: ["aws-native:index:ExtensionResource", (document) => ({
    type: "AWS::CloudFormation::Stack",
    properties: { TemplateBody: JSON.stringify(template(document)) },
  })],
  awscc: ["awscc:index/iamRole:IamRole", (document) => ({ assumeRolePolicyDocument: JSON.stringify(document) })],
  module: ["vpc:tf:aws_iam_role", (document) => ({ assume_role_policy: JSON.stringify(document) })],
  ack: ["kubernetes:iam.services.k8s.aws/v1alpha1:Role", (document) => ({
    spec: { assumeRolePolicyDocument: JSON.stringify(document) },
  })],
  native: ["aws-native:iam:Role", (document) => ({ assumeRolePolicyDocument: document })],
};
const config = new pulumi.Config();
if (config.get("forms")) {
  for (const [name, [type, props]] of Object.entries(forms)) {
    make(type, name + "-right", props(right));
    make(type, name + "-open", props(open));
  }
  make("vpc:tf:aws_iam_role", "module-elsewhere", { assume_role_policy_statements: [{ actions: [] }] });
  // Of this document all but the provider's ARN is known.
  const provider = make("vpc:tf:aws_iam_openid_connect_provider", "provider", { arn: undefined });
  const [statement] = open.Statement;
  make("aws-native:iam:Role", "partly-open", {
    assumeRolePolicyDocument: {
      ...open,
      Statement: [{ ...statement, Principal: { Federated: provider.id } }],
    },
  });
}
if (config.get("secret")) {
  make("aws-native:iam:Role", "secret", {
    assumeRolePolicyDocument: pulumi.secret(${JSON.stringify(secretOpen)}),
  });
  make("aws-native:iam:Role", "secret-text", { assumeRolePolicyDocument: pulumi.secret('{"a": ${SECRET}}') });
}
if (config.get("read")) {
  make("aws-native:iam:Role", "read", {}, { id: JSON.stringify({ assumeRolePolicyDocument: open }) });
}
if (config.get("spoof")) {
  const unknown = make("vpc:tf:aws_thing", "thing", {}).id;
  class FederatedRole extends pulumi.ComponentResource {
    constructor(name, props) { super("azure-to-aws-federation:index:FederatedRole", name, props); }
  }
  const trust = { issuer: "https://${AUD.slice(0, -4)}", audiences: ["${AUDIENCE}"], subjects: [unknown] };
  const parent = new FederatedRole("spoof", trust);
  make("aws-native:iam:Role", "spoof-role", { assumeRolePolicyDocument: unknown }, { parent });
}
`;

describeWith(
  "forms of roles under the real engine",
  () => startPreviewEngine({ "aws-native": plugin, awscc: plugin, kubernetes: plugin, vpc: plugin }),
  function (engine) {
    this.timeout(120_000);

    const preview = (name: string, policies?: object): Promise<PulumiRun> =>
      engine().previewProgram(name, PROGRAM, {
        config: { [`${name}:${name}`]: "true" },
        ...(policies && { policies }),
      });

    it("refuses open roles under any type, partly known ones among them, and names what it cannot read", async () => {
      const run = await preview("forms");
      assert.notEqual(run.exitCode, 0);
      assert.deepEqual(
        said(run, "mandatory"),
        ["ack-open", "awscc-open", "extension-open", "module-open", "native-open", "partly-open"].map(
          (name) => ["oidc-trust-requires-subject", name],
        ),
      );
      const named = run.violations.filter(({ resourceUrn }) => resourceUrn.endsWith("::module-elsewhere"));
      assert.equal(named.length, 1);
      assert.match(
        named[0]?.message ?? "",
        /has a property assume_role_policy_statements that is not a trust policy/,
      );
    });

    it("repeats no value of a trust policy that is a secret", async () => {
      const run = await preview("secret");
      assert.notEqual(run.exitCode, 0);
      assert.deepEqual(said(run, "mandatory"), [
        ["oidc-trust-requires-subject", "secret"],
        ["trust-policy-is-well-formed", "secret-text"],
      ]);
      const [message = ""] = run.violations
        .filter(({ policyName }) => policyName === "oidc-trust-requires-subject")
        .map((violation) => violation.message);
      assert.match(message, /found StringLike \["\[secret\]"\] on sts\.windows\.net\/.*:sub, a pattern/);
      assert.equal(run.output.includes(SECRET), false, run.output);
    });

    // The engine keeps what a stack reads apart (`deployment.reads`), so docs/reference/what-the-pack-cannot-see.md names it.
    it("is not shown a role that the stack only reads", async () => {
      const run = await preview("read");
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(run.violations, []);
    });

    it("judges a role below a component that only has the type of FederatedRole", async () => {
      const run = await preview("spoof", { "oidc-trust-requires-subject": { unknownInPreview: "refuse" } });
      assert.notEqual(run.exitCode, 0, run.output);
      assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "spoof-role"]]);
    });
  },
);

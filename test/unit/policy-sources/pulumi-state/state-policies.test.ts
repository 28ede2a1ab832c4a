import assert from "node:assert/strict";
import { AUD, AUDIENCE, OPEN, policy, SUB, SUBJECT } from "../../cli/entra-policy";
import { readFixture, verdicts, verdictsOf } from "../verdicts";

function stack(resource: Record<string, unknown>): unknown {
  const urn = `urn:pulumi:prod::app::${String(resource.type)}::r`;
  return { version: 3, deployment: { resources: [{ urn, custom: true, ...resource }] } };
}

describe("a Pulumi stack's state", () => {
  it("has a verdict for each role, wherever it holds one", () => {
    assert.deepEqual(verdictsOf(readFixture("pulumi-export.json")), {
      reader: "accepted",
      open: "rejected",
      sealed: "unknown: a secret; export the stack with --show-secrets",
      shown: "accepted",
      native: "rejected",
      controlled: "accepted",
      "nested/Open": "rejected",
    });
  });

  it("of nothing has no role", () => {
    assert.deepEqual(verdicts({ version: 3, deployment: {} }), {});
  });

  it("counts by what the provider says is there, by what was asked for only before", () => {
    const type = "aws:iam/role:Role";
    const open = { assumeRolePolicy: JSON.stringify(OPEN) };
    const right = { assumeRolePolicy: JSON.stringify(policy()) };
    assert.deepEqual(verdicts(stack({ type, inputs: right, outputs: open })), { r: "rejected" });
    assert.deepEqual(verdicts(stack({ type, inputs: open, outputs: right })), { r: "accepted" });
    assert.deepEqual(verdicts(stack({ type, inputs: open })), { r: "rejected" });
  });

  it("counts the client IDs of a provider by what the provider says is there", () => {
    const issuer = "ci.example.com";
    const trust = (account: string): string =>
      JSON.stringify(
        policy({
          Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
          Condition: { StringEquals: { [`${issuer}:sub`]: "job" } },
        }),
      );
    const arn = (account: string, name: string): string => `arn:aws:iam::${account}:${name}`;
    const provider = (asked: readonly string[], there: readonly string[], account: string): object => ({
      type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      inputs: { url: `https://${issuer}`, clientIdLists: asked },
      outputs: {
        url: `https://${issuer}`,
        clientIdLists: there,
        arn: arn(account, `oidc-provider/${issuer}`),
      },
    });
    const role = (name: string, account: string): object => ({
      urn: `urn:pulumi:p::a::aws:iam/role:Role::${name}`,
      type: "aws:iam/role:Role",
      outputs: { assumeRolePolicy: trust(account), arn: arn(account, `role/${name}`) },
    });
    const state = (...resources: readonly object[]): unknown => ({ deployment: { resources } });
    const [here, there] = ["111122223333", "444455556666"];
    assert.deepEqual(verdicts(state(provider(["a", "b"], ["a"], here), role("r", here))), { r: "accepted" });
    assert.deepEqual(verdicts(state(provider(["a"], ["a", "b"], here), role("r", here))), { r: "rejected" });
    // A provider counts in its own account only, whichever role is judged first.
    assert.deepEqual(verdicts(state(provider(["a"], ["a"], here), role("r", here), role("s", there))), {
      r: "accepted",
      s: "rejected",
    });
  });

  it("has roles in operations that an interrupted update left", () => {
    const resource = {
      urn: "urn:pulumi:p::a::aws:iam/role:Role::r",
      type: "aws:iam/role:Role",
      inputs: { assumeRolePolicy: OPEN },
    };
    assert.deepEqual(verdicts({ deployment: { pending_operations: [{ type: "creating", resource }] } }), {
      r: "rejected",
    });
  });

  it("has the roles that the stack only reads, which the policy pack is not shown", () => {
    const role = {
      type: "aws:iam/role:Role",
      external: true,
      outputs: { assumeRolePolicy: JSON.stringify(OPEN) },
    };
    assert.deepEqual(verdicts(stack(role)), { r: "rejected" });
  });

  it("with a value that is not known yet is unknown", () => {
    const inputs = { assumeRolePolicy: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual(verdicts(stack({ type: "aws:iam/role:Role", inputs })), {
      r: "unknown: a value that Pulumi does not know yet",
    });
    const within = JSON.stringify(policy()).replace(SUBJECT, inputs.assumeRolePolicy);
    assert.deepEqual(verdicts(stack({ type: "aws:iam/role:Role", inputs: { assumeRolePolicy: within } })), {
      r: "unknown: a value that Pulumi does not know yet",
    });
  });

  it("has the parameters that a stack gives to its template", () => {
    const templateBody = JSON.stringify({
      Parameters: { Subject: { Type: "String", Default: "*" } },
      Resources: {
        R: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: policy({
              Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: { Ref: "Subject" } } },
            }),
          },
        },
      },
    });
    const type = "aws:cloudformation/stack:Stack";
    assert.deepEqual(verdicts(stack({ type, inputs: { templateBody, parameters: { Subject: SUBJECT } } })), {
      "r/R": "accepted",
    });
    // The stack takes the default.
    assert.deepEqual(verdicts(stack({ type, inputs: { templateBody } })), { "r/R": "rejected" });
  });

  it("with a secret that cannot be opened inside a policy is unknown", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: "no json",
    };
    const inputs = { assumeRolePolicyDocument: policy({ Condition: secret }) };
    assert.deepEqual(verdicts(stack({ type: "aws-native:iam:Role", inputs })), {
      r: "unknown: a secret; export the stack with --show-secrets",
    });
  });

  it("rejects a role without a policy, and one whose desired state is no JSON", () => {
    assert.deepEqual(verdicts(stack({ type: "aws:iam/role:Role", inputs: {} })), { r: "rejected" });
    const inputs = { typeName: "AWS::IAM::Role", desiredState: "{" };
    assert.deepEqual(verdicts(stack({ type: "aws:cloudcontrol/resource:Resource", inputs })), {
      r: "rejected",
    });
  });
});

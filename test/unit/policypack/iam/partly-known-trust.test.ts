/** What the configuration makes of a trust policy of which a preview knows only a part. */
import assert from "node:assert/strict";
import { type AcceptedFinding, deploymentFindings } from "../../../../policypack/configuration";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject as rule } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, policy, SUB } from "../../trust/entra-policy";
import { exported } from "../exported-stack";
import {
  acceptedFinding,
  NOTHING,
  type TestedResource,
  UNKNOWN,
  urnOf,
  validateInTurn,
  validateResource,
  type Validation,
} from "../validate";

const open = policy({
  Principal: { Federated: UNKNOWN },
  Condition: { StringEquals: { [AUD]: AUDIENCE } },
});

function role(name: string, document: unknown, parentTypes = ""): TestedResource {
  return {
    type: "aws-native:iam:Role",
    name,
    parentTypes,
    props: { assumeRolePolicyDocument: document },
  };
}

describe("a trust policy of which a preview knows a part", () => {
  /** Accepts some finding of the rule for a resource. */
  const some = (resource: string): AcceptedFinding[] => [
    acceptedFinding({ rule: rule.name, identity: ["i"] }, resource),
  ];

  it("is refused if no value of the unknown part makes it right", async () => {
    const key = AUD.replace(/aud$/, "sub");
    const { violations, advice } = await validateResource(rule, role("open", open));
    assert.deepEqual(advice, []);
    assert.equal(violations.length, 1);
    assert.ok(
      violations[0]?.includes(
        `Statement 0, provider ${AUD.slice(0, -4)}: expected ${key} with exact values under StringEquals; found no condition on ${key}.`,
      ),
    );
    assert.deepEqual(await validateResource(oidcTrustRequiresAudience, role("open", open)), NOTHING);
  });

  it("is refused within FederatedRole too, and else left to the component", async () => {
    const within = "azure-to-aws-federation:index:FederatedRole$";
    assert.equal((await validateResource(rule, role("in", open, within))).violations.length, 1);
    const later = policy({ Principal: { Federated: UNKNOWN } });
    const component = {
      type: "azure-to-aws-federation:index:FederatedRole",
      name: "in",
      props: { issuer: UNKNOWN, audiences: UNKNOWN, subjects: UNKNOWN },
    };
    const child = {
      type: "aws:iam/role:Role",
      name: "in-role",
      parentTypes: within,
      props: { assumeRolePolicy: later },
    };
    assert.deepEqual(await validateInTurn(rule, [component, child]), NOTHING);
  });

  it("waits for the update if findings of the role are accepted, which name the provider", async () => {
    const unnamed = policy({ Principal: { Federated: UNKNOWN }, Condition: undefined });
    const resource = role("old", unnamed);
    const { violations, advice } = await validateResource(rule, resource, {}, some(urnOf(resource)));
    assert.deepEqual(violations, []);
    assert.match(
      advice[0] ?? "",
      /^This finding may be accepted\. The update compares it, when all parts are known: Role old: /,
    );
    const other = some("urn:pulumi:test::project::aws-native:iam:Role::other");
    assert.equal((await validateResource(rule, role("new", unnamed), {}, other)).violations.length, 1);
    const ended = some(urnOf(resource)).map((finding) => ({ ...finding, until: "2020-03-31" }));
    assert.equal((await validateResource(rule, resource, {}, ended)).violations.length, 1);
  });

  it("waits for the update even if a finding is accepted with an unknown part in this place", async () => {
    const weak = (value: unknown): object =>
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: ["*", value] } } });
    const settle = async (resource: TestedResource): Promise<Validation> => {
      const found = deploymentFindings(exported([resource]));
      const accepted = found.map((finding) => acceptedFinding(finding, finding.resource));
      return validateResource(rule, resource, {}, accepted);
    };
    const { violations, advice } = await settle(role("weak", weak(UNKNOWN)));
    assert.deepEqual([violations.length, advice.length], [0, 1]);
    assert.match(advice[0] ?? "", /^This finding may be accepted\. /);
    // No update reveals what only CloudFormation resolves.
    const AssumeRolePolicyDocument = weak({ "Fn::ImportValue": "x" });
    const templateBody = JSON.stringify({
      Resources: { Reader: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument } } },
    });
    const stack = { type: "aws:cloudformation/stack:Stack", name: "app", props: { templateBody } };
    assert.deepEqual(await settle(stack), NOTHING);
    assert.equal((await validateResource(rule, stack)).violations.length, 1);
  });

  it("waits for the update if it may turn out to be Microsoft Sentinel's", async () => {
    const config = { microsoftServices: ["sentinel"] };
    const none = { microsoftServices: [] };
    const sentinel = policy({
      Principal: { Federated: UNKNOWN },
      Condition: {
        StringEquals: {
          "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/:aud":
            "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
          "sts:RoleSessionName": "MicrosoftSentinel_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e",
        },
      },
    });
    assert.equal((await validateResource(rule, role("no-service", sentinel), none)).violations.length, 1);
    const { violations, advice } = await validateResource(rule, role("sentinel", sentinel), config);
    assert.deepEqual(violations, []);
    assert.match(advice[0] ?? "", /^Role sentinel: the preview does not know the trust policy, /);
  });

  it("is refused by each rule that cannot judge it if the configuration says so", async () => {
    const config = { unknownInPreview: "refuse" };
    for (const one of [oidcTrustRequiresAudience, rule]) {
      const { violations } = await validateResource(one, role("strict", open), config);
      assert.equal(violations.length, 1);
    }
  });
});

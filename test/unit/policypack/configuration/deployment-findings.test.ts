import assert from "node:assert/strict";
import { readPulumiState } from "../../../../policy-sources";
import { deploymentFindings } from "../../../../policypack/configuration";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, policy, SUB, SUBJECT } from "../../trust/entra-policy";
import { exported, exportOf } from "../exported-stack";
import { federation } from "../stack/federation-stack";
import { acceptedFinding, NOTHING, type TestedResource, validateResource } from "../validate";

type Json = Record<string, unknown>;

const open = {
  assumeRolePolicy: JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } })),
};
const key: TestedResource = { type: "aws:iam/accessKey:AccessKey", name: "key", props: { user: "ci" } };

describe("deploymentFindings", () => {
  it("finds nothing in a stack that is right", () => {
    assert.deepEqual(deploymentFindings(exported(federation())), []);
  });

  it("runs the rules for resources and those for stacks", () => {
    const stack = federation({ role: open, "service-principal": { appRoleAssignmentRequired: false } }, [
      key,
    ]);
    assert.deepEqual(
      deploymentFindings(exported(stack)).map(({ rule, resource }) => [rule, resource.split("::").at(-1)]),
      [
        ["oidc-trust-requires-subject", "role"],
        ["entra-assignment-is-required", "service-principal"],
        ["no-long-lived-aws-keys", "key"],
      ],
    );
  });

  it("gives findings that the pack knows again", async () => {
    const stack = federation({ role: open });
    const [finding] = deploymentFindings(exported(stack));
    assert.ok(finding !== undefined);
    const role = stack.find(({ name }) => name === "role");
    assert.ok(role !== undefined);
    assert.deepEqual((await validateResource(oidcTrustRequiresSubject, role)).violations, [finding.message]);
    const accepted = [acceptedFinding(finding, finding.resource)];
    assert.deepEqual(await validateResource(oidcTrustRequiresSubject, role, {}, accepted), NOTHING);
  });

  it("leaves out what the stack only reads, which no rule of the pack is shown", () => {
    const { deployment } = exportOf(federation({ role: open })) as {
      deployment: { resources: Json[] };
    };
    const resources = deployment.resources.map((resource) => ({ ...resource, external: true }));
    assert.deepEqual(deploymentFindings(readPulumiState({ version: 3, deployment: { resources } })), []);
    assert.equal(deploymentFindings(readPulumiState({ version: 3, deployment })).length, 1);
  });

  it("follows the configuration: scope, levels, and all", () => {
    const alone = exported([key]);
    const rule = "no-long-lived-aws-keys";
    assert.deepEqual(deploymentFindings(alone), []);
    assert.equal(deploymentFindings(alone, { [rule]: { scope: "all" } }).length, 1);
    assert.deepEqual(deploymentFindings(alone, { all: "disabled", [rule]: { scope: "all" } }), []);
    const enabled = { all: "disabled", [rule]: { scope: "all", enforcementLevel: "advisory" } };
    assert.equal(deploymentFindings(alone, enabled).length, 1);
  });

  it("takes an encrypted secret for a value that is not known, and reads one in plain text", () => {
    const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const secret = (change: Json): number =>
      deploymentFindings(exported(federation({ role: { assumeRolePolicy: { ...mark, ...change } } }))).length;
    assert.equal(secret({ ciphertext: "v1:x" }), 0);
    assert.equal(secret({ plaintext: JSON.stringify(open.assumeRolePolicy) }), 1);
    const right = JSON.stringify(
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } } }),
    );
    assert.equal(secret({ plaintext: JSON.stringify(right) }), 0);
  });
});

/** The whole pack under the real engine, with both clouds of the lab: what is there when a rule has spoken. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { LabOptions } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { type PulumiRun, PulumiStack } from "../../../lab/pulumi";
import { makeProject } from "../../../lab/testing/make-project";
import { describeWithLab } from "../../../lab/testing/with-lab";
import { readPulumiState } from "../../../policy-sources";
import { deploymentFindings, fingerprint } from "../../../policypack/configuration";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { AUD, AUDIENCE, policy, PROVIDER, SUB } from "../../unit/trust/entra-policy";
import { PACK, said } from "./engine-setup";

const right = JSON.stringify(policy());
const open = JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } }));

/** A right role, and one without a subject whose trust policy is known only once the first is there. */
const LATE = `
const { Role } = require("@pulumi/aws/iam/role");
const first = new Role("first", { assumeRolePolicy: ${JSON.stringify(right)} });
new Role("late", { assumeRolePolicy: first.uniqueId.apply(() => ${JSON.stringify(open)}) });
`;

/** A federation by hand in which each part is right by itself, but for what the stack's connections show. */
const BY_HAND = `
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicyAttachment } = require("@pulumi/aws/iam/rolePolicyAttachment");
const { User } = require("@pulumi/aws/iam/user");
const { AccessKey } = require("@pulumi/aws/iam/accessKey");
const application = new Application("application", {
  displayName: "by hand", signInAudience: "AzureADMyOrg",
  identifierUris: ["${AUDIENCE}"], api: { requestedAccessTokenVersion: 1 },
});
new ServicePrincipal("service-principal", { clientId: application.clientId });
const provider = new OpenIdConnectProvider("provider", {
  url: "https://${PROVIDER}", clientIdLists: application.identifierUris,
});
const role = new Role("role", {
  assumeRolePolicy: provider.arn.apply((arn) => JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Federated: arn }, Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { "${AUD}": "${AUDIENCE}", "${SUB}": "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e" } } }],
  })),
});
const config = new (require("@pulumi/pulumi").Config)();
if (config.get("more")) {
  new RolePolicyAttachment("attachment", { role: role.name, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
}
if (config.get("key")) {
  new AccessKey("key", { user: new User("user").name });
}
`;

/** Its program declares applications without owners. */
const OPTIONS: LabOptions = { graphPermissions: ["Application.ReadWrite.All"] };

describeWithLab("the policy pack under the real engine, with both clouds", OPTIONS, function (lab) {
  this.timeout(180_000);

  async function stackOf(
    name: string,
    program: string,
    config: Record<string, string> = {},
  ): Promise<PulumiStack> {
    const projectDirectory = await makeProject(lab().directory, name, program);
    const { directory } = lab();
    return PulumiStack.create(lab().pulumi, { projectDirectory, stackName: name, config, directory });
  }

  /** A preview with a file for `--policy-pack-config`. */
  async function previewWith(stack: PulumiStack, configuration: object): Promise<PulumiRun> {
    const file = path.join(lab().directory, `${stack.name}-policies.json`);
    await writeFile(file, JSON.stringify(configuration));
    const args = ["preview", "--stack", stack.name, "--config-file", stack.configFile];
    return lab().pulumi.run([...args, "--policy-pack", PACK, "--policy-pack-config", file], {
      projectDirectory: path.join(lab().directory, stack.name),
    });
  }

  it("has nothing to say of the quickstart", async () => {
    const stack = await PulumiStack.create(lab().pulumi, {
      projectDirectory: PROJECT_ROOT,
      stackName: "quickstart",
      directory: lab().directory,
      config: {
        "aws:region": LAB_AWS_REGION,
        "azure-native:location": LAB_AZURE_LOCATION,
        "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
        "azure-to-aws-quickstart:buckets": ["devteam-reports"],
      },
    });
    for (const operation of ["preview", "up", "preview", "destroy"] as const) {
      const run = await stack[operation](operation === "destroy" ? {} : { policyPacks: [PACK] });
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(run.violations, [], operation);
    }
  });

  it("a resource rule stops an update before the role exists, though a preview did not know its trust policy", async () => {
    const stack = await stackOf("late", LATE);
    const preview = await stack.preview({ policyPacks: [PACK] });
    assert.equal(preview.exitCode, 0, preview.output);
    assert.deepEqual(said(preview, "mandatory"), []);
    const before = await lab().aws.counts();
    const run = await stack.up({ policyPacks: [PACK] });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "late"]]);
    const after = await lab().aws.counts();
    assert.equal(after.roles, before.roles + 1, "only the first role was made");
    await stack.destroy();
  });

  it("a stack rule speaks in a preview, and in an update only once the resources are there", async () => {
    const stack = await stackOf("by-hand", BY_HAND);
    const expected = [["entra-assignment-is-required", "service-principal"]];
    const preview = await stack.preview({ policyPacks: [PACK] });
    assert.notEqual(preview.exitCode, 0);
    assert.deepEqual(said(preview, "mandatory"), expected);
    const before = lab().azure.counts();
    const run = await stack.up({ policyPacks: [PACK] });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(said(run, "mandatory"), expected);
    assert.deepEqual(said(run, "advisory"), [["federation-is-consistent", "role"]]);
    const after = lab().azure.counts();
    assert.equal(after.servicePrincipals, before.servicePrincipals + 1, "it was made all the same");

    // The findings of the existing stack are accepted, as the engine exports it.
    const { output } = await lab().pulumi.run(["stack", "export", "--stack", stack.name], {
      projectDirectory: path.join(lab().directory, stack.name),
    });
    const findings = deploymentFindings(readPulumiState(JSON.parse(output)));
    assert.deepEqual(
      findings.map(({ rule, resource }) => [rule, resource.split("::").at(-1)]),
      expected,
    );
    const terms = { reason: "before the pack", until: "2999-12-31", owner: "platform" };
    const accepted = findings.map(({ rule, resource, identity }) => ({
      fingerprint: fingerprint({ rule, identity }),
      rule,
      resource,
      ...terms,
    }));
    const known = await previewWith(stack, { accepted: { findings: accepted } });
    assert.equal(known.exitCode, 0, known.output);
    assert.deepEqual(said(known, "advisory"), [
      ["accepted-findings", "by-hand-by-hand"],
      ["federation-is-consistent", "role"],
    ]);
    const { owner, ...withoutOwner } = accepted[0] ?? assert.fail();
    assert.equal(owner, "platform");
    const broken = await previewWith(stack, { accepted: { findings: [withoutOwner] } });
    assert.notEqual(broken.exitCode, 0);
    assert.match(broken.output, /owner/);
    await stack.destroy();
  });

  it("refuses what is attached to a federated role elsewhere, and keys beside a federation", async () => {
    const stack = await stackOf("more", BY_HAND, { "more:more": "true", "more:key": "true" });
    const run = await stack.preview({ policyPacks: [PACK] });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(said(run, "mandatory"), [
      ["entra-assignment-is-required", "service-principal"],
      ["federated-role-is-least-privilege", "attachment"],
      ["no-long-lived-aws-keys", "key"],
    ]);
  });

  it("refuses what is attached to a federated role before it is made, by the role that was judged before it", async () => {
    const stack = await stackOf("attached", BY_HAND, { "attached:more": "true" });
    const run = await stack.up({ policyPacks: [PACK] });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      said(run, "mandatory").filter(([rule]) => rule === "federated-role-is-least-privilege"),
      [["federated-role-is-least-privilege", "attachment"]],
      run.output,
    );
    const { output } = await lab().pulumi.run(["stack", "export", "--stack", stack.name], {
      projectDirectory: path.join(lab().directory, stack.name),
    });
    assert.match(output, /::aws:iam\/role:Role::role"/);
    assert.doesNotMatch(output, /::aws:iam\/rolePolicyAttachment:RolePolicyAttachment::attachment"/);
    await stack.destroy();
  });

  it("takes levels and accepted findings from a configuration file, by the fingerprint that a violation shows", async () => {
    const stack = await stackOf(
      "configured",
      LATE.replace("first.uniqueId.apply(() => ", "(").replace(") });\n", ") });\n"),
    );
    const rule = "oidc-trust-requires-subject";
    const others = { "federation-is-consistent": "disabled" };
    const refused = await previewWith(stack, others);
    assert.notEqual(refused.exitCode, 0);
    assert.deepEqual(said(refused, "mandatory"), [[rule, "late"]]);
    const [, resource, shown] =
      / Resource: (urn:\S+)\. Fingerprint: ([0-9a-f]{32})\. /.exec(refused.violations[0]?.message ?? "") ??
      [];
    const finding = { fingerprint: shown, rule, resource, until: "2999-12-31", owner: "platform" };
    const accepting = (...findings: object[]): Promise<PulumiRun> =>
      previewWith(stack, { ...others, accepted: { findings } });
    const accepted = await accepting({ ...finding, reason: "moves to its own subject" });
    assert.equal(accepted.exitCode, 0, accepted.output);
    assert.deepEqual(
      accepted.violations.map(({ message }) => message),
      ["1 finding is accepted by platform until 2999-12-31: moves to its own subject [findings-accepted]"],
    );
    const advised = await previewWith(stack, { all: "advisory" });
    assert.equal(advised.exitCode, 0, advised.output);
    const noReason = await accepting(finding);
    assert.notEqual(noReason.exitCode, 0);
    assert.match(noReason.output, /reason is required/);
  });
});

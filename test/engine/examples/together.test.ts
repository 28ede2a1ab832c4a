/** The examples for one account, in one lab at the same time: they share the tenant's OIDC provider, as their READMEs say. */
import assert from "node:assert/strict";
import path from "node:path";
import { AddClientIDToOpenIDConnectProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PulumiStack } from "../../../lab/pulumi";
import { startLab } from "../../../lab/testing/with-lab";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { allowDeployer, POLICY_PACK } from "./example-lab";

const BUCKETS = ["devteam-reports"];

/** The examples that use the tenant's provider after the first one has created it: folder, project, and settings. */
const FURTHER = [
  [".", "azure-to-aws-quickstart", { sshPublicKey: createSshKey(), buckets: BUCKETS }],
  ["examples/container-app", "azure-to-aws-container-app", { image: "reader:1", buckets: BUCKETS }],
  ["examples/app-service", "azure-to-aws-app-service", { bucket: "devteam-reports" }],
  [
    "examples/in-your-application",
    "azure-to-aws-in-your-application",
    { image: "list-bucket:1", bucket: "devteam-reports" },
  ],
] as const;

/** What the preview prints if the provider does not list an audience. */
const ADDING =
  /aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn (\S+) --client-id ([^\s.;]+)/;

describe("the examples in one account", function () {
  this.timeout(600_000);
  let lab: Lab;
  let owner: PulumiStack;
  const stacks: PulumiStack[] = [];

  const stackOf = async (folder: string, project: string, config: Record<string, unknown>) => {
    const named = Object.entries(config).map(([name, value]): [string, unknown] => [
      `${project}:${name}`,
      value,
    ]);
    const stack = await PulumiStack.create(lab.pulumi, {
      projectDirectory: path.join(PROJECT_ROOT, folder),
      stackName: "together",
      directory: path.join(lab.directory, project),
      config: {
        "aws:region": LAB_AWS_REGION,
        "azure-native:location": LAB_AZURE_LOCATION,
        ...Object.fromEntries<unknown>(named),
      },
    });
    stacks.push(stack);
    return stack;
  };

  const up = async (stack: PulumiStack) => stack.up({ preview: true, policyPacks: [POLICY_PACK] });

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    lab = await startLab();
    await allowDeployer({ lab }, "aks");
    const machines = { sshPublicKey: createSshKey(), buckets: BUCKETS };
    owner = await stackOf("examples/scale-set", "azure-to-aws-scale-set", machines);
    const run = await up(owner);
    assert.equal(run.exitCode, 0, run.output);
  });

  after(async () => {
    await lab.stop();
  });

  for (const [folder, project, config] of FURTHER) {
    it(`deploys ${project} with the existing provider, after the command that its preview prints`, async () => {
      const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
        lab.aws.rootEnvironment();
      const iam = new IAMClient({
        endpoint: AWS_ENDPOINT_URL,
        region: AWS_REGION,
        credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
      });
      const state = JSON.parse(await owner.exportWithSecrets()) as {
        deployment: { resources: { type: string; outputs?: { arn?: string } }[] };
      };
      const provider = state.deployment.resources.find(({ type }) => type.includes("openIdConnectProvider"));
      const oidcProviderArn = provider?.outputs?.arn ?? assert.fail();
      const stack = await stackOf(folder, project, { ...config, oidcProviderArn });
      const refused = await up(stack);
      const [, arn, audience] = ADDING.exec(refused.output) ?? assert.fail(refused.output);
      assert.notEqual(refused.exitCode, 0);
      assert.equal(arn, oidcProviderArn);
      await iam.send(
        new AddClientIDToOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: oidcProviderArn,
          ClientID: audience,
        }),
      );
      iam.destroy();
      const run = await up(stack);
      assert.equal(run.exitCode, 0, run.output);
    });
  }

  it("deploys azure-to-aws-aks next to them, with a provider for the cluster's issuer", async () => {
    const run = await up(await stackOf("examples/aks", "azure-to-aws-aks", { bucket: "devteam-reports" }));
    assert.equal(run.exitCode, 0, run.output);
    const { oidcProviders, roles } = await lab.aws.counts();
    assert.deepEqual({ oidcProviders, roles }, { oidcProviders: 2, roles: 6 });
  });

  it("lets each machine list the bucket", async () => {
    const listings = lab.azure.vms().map((vm) => {
      const profile = vm.name.startsWith("workers") ? "default" : "DevTeam-S3ReadOnlyAccess";
      return vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--recursive", "--profile", profile]);
    });
    assert.equal(listings.length, 3);
    for (const { exitCode, stdout, stderr } of await Promise.all(listings)) {
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, / 2026\/q3\.csv\n$/);
    }
  });

  it("leaves nothing if the stack with the provider is destroyed last", async () => {
    for (const stack of stacks.toReversed()) {
      const end = await stack.destroy();
      assert.equal(end.exitCode, 0, end.output);
    }
    const { roles, policies, oidcProviders } = await lab.aws.counts();
    assert.deepEqual({ roles, policies, oidcProviders }, { roles: 0, policies: 0, oidcProviders: 0 });
    assert.equal(lab.azure.counts().total, 0);
  });
});

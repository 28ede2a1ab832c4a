/** What the built command line collects of what the component deploys: from three accounts and two tenants. */
import assert from "node:assert/strict";
import path from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { AwsEnvironment } from "../../../../lab/aws/aws-double";
import { registerDeployer } from "../../../../lab/azure/entra/deployer";
import {
  LAB_AWS_ACCOUNT_ID,
  LAB_DEPLOYER,
  LAB_SUBSCRIPTION_ID,
  LAB_TENANT_ID,
} from "../../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import { judgeTrustPolicy } from "../../../../trust";
import { COLLECTOR, dataOf, documented, recordsOf, statesOf } from "../../../unit/cli/collect/collect-lab";
import { runBuilt } from "../../../unit/cli/roles/role-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { ProgramStack } from "../../components/federation-lab";
import { describeWithLab } from "../../with-lab";

/** Leads sign-ins to the lab. */
const LEAD_TO_LAB = path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js");

const MEMBERS = ["222233334444", "333344445555"];
const ACCOUNTS = [LAB_AWS_ACCOUNT_ID, ...MEMBERS];
const OTHER_TENANT = "99999999-2222-4333-8444-555555555555";

const options = {
  awsMembers: MEMBERS.map((accountId) => ({ accountId, buckets: {} })),
  extraTenants: [{ tenantId: OTHER_TENANT }],
};

describeWithLab("collect, of a deployed federation", options, function (lab) {
  this.timeout(240_000);

  it("has its role, provider, application, identity, and assignment, as the component made them", async () => {
    const { aws, azure, directory } = lab();
    for (const id of MEMBERS) {
      await createCollectorRole(aws.rootEnvironment(id));
    }
    const { ARM_CLIENT_SECRET: clientSecret = "" } = azure.environment();
    registerDeployer(azure.tenant(OTHER_TENANT), { ...LAB_DEPLOYER, clientSecret });
    const stack = await ProgramStack.create(lab(), "collected");
    await stack.deploy(
      `const federation = new azure.AzureToAwsFederation("fed", {
        workloads: {
          app: {
            permissions: { readBuckets: ["devteam-reports"] },
            virtualMachine: { sshPublicKey: "${ED25519_KEY}" },
          },
        },
      });`,
    );
    const out = path.join(directory, "estate.snapshot.gz");
    const environment = azure.environment();
    const { exitCode, stderr } = await runBuilt(
      [
        ...`collect --out ${out} --organization --aws-role ${COLLECTOR}`.split(" "),
        ...`--tenant ${LAB_TENANT_ID} --tenant ${OTHER_TENANT}`.split(" "),
      ],
      {
        ...environment,
        ...aws.rootEnvironment(),
        AZURE_TO_AWS_ARM_ENDPOINT: environment.LAB_ARM_ENDPOINT ?? "",
        AZURE_TO_AWS_GRAPH_ENDPOINT: environment.LAB_GRAPH_ENDPOINT ?? "",
        NODE_OPTIONS: `--require=${JSON.stringify(LEAD_TO_LAB)}`,
      },
    );
    assert.equal(exitCode, 0, stderr);
    const records = await recordsOf(out);
    assert.ok(Object.values(statesOf(records)).every((state) => state === "complete"));
    assert.deepEqual(
      dataOf(records, "aws.account").map(({ Id }) => Id),
      ACCOUNTS,
    );
    const [provider, ...otherProviders] = dataOf(records, "aws.oidc-provider");
    assert.equal(provider?.Url, `sts.windows.net/${LAB_TENANT_ID}/`);
    assert.deepEqual(otherProviders, []);
    const [role, ...otherRoles] = dataOf(records, "aws.role", LAB_AWS_ACCOUNT_ID);
    assert.deepEqual(otherRoles, []);
    assert.deepEqual(judgeTrustPolicy(role?.AssumeRolePolicyDocument ?? {}).findings, []);
    const application = dataOf(records, "entra.application").find(({ identifierUris }) =>
      provider.ClientIDList.some((audience) => identifierUris.includes(audience)),
    );
    assert.ok(application !== undefined);
    const [identity] = dataOf(records, "azure.managed-identity", LAB_SUBSCRIPTION_ID);
    assert.ok(JSON.stringify(role?.AssumeRolePolicyDocument).includes(identity?.principalId ?? "none"));
    const [assignment] = dataOf(records, "entra.app-role-assignment", LAB_TENANT_ID);
    const audience = dataOf(records, "entra.service-principal").find(
      ({ appId }) => appId === application.appId,
    );
    assert.deepEqual(
      [assignment?.principalId, assignment?.resourceId],
      [identity?.principalId, audience?.id],
    );
    assert.equal(audience?.appRoleAssignmentRequired, true);
    const holders = dataOf(records, "azure.identity-holder");
    assert.deepEqual(
      holders.map((holder) => holder.identity.userAssignedIdentities.map((id) => id.toLowerCase())),
      [[identity?.id.toLowerCase()]],
    );
    await stack.succeed("destroy");
  });
});

/** The role of the documentation in an account, which the management account's root user may assume. */
async function createCollectorRole(root: AwsEnvironment): Promise<void> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = root;
  const credentials = { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY };
  const iam = new IAMClient({ endpoint, region, credentials });
  const trust = { Effect: "Allow", Principal: { AWS: LAB_AWS_ACCOUNT_ID }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const PolicyDocument = JSON.stringify(documented("aws-collect.json"));
  await iam.send(new CreateRoleCommand({ RoleName: COLLECTOR, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName: COLLECTOR, PolicyName: "collect", PolicyDocument }));
  iam.destroy();
}

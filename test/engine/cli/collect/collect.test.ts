/** What the built command line collects of what the component deploys: from three accounts and two tenants. */
import assert from "node:assert/strict";
import { LAB_AWS_ACCOUNT_ID, LAB_SUBSCRIPTION_ID, LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { judgeTrustPolicy } from "../../../../trust";
import { dataOf, recordsOf, statesOf } from "../../../unit/cli/collect/collect-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { ProgramStack } from "../../components/federation-lab";
import { ACCOUNTS, collect, ESTATE, prepareEstate } from "../estate-lab";

describeWithLab("collect, of a deployed federation", ESTATE, function (lab) {
  this.timeout(240_000);

  it("has its role, provider, application, identity, and assignment, as the component made them", async () => {
    await prepareEstate(lab());
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
    const out = await collect(lab(), "estate.snapshot.gz");
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

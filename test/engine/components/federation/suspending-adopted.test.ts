/** A workload is cut off although what its federation adopted was stopped by hand, under the real engine. */
import assert from "node:assert/strict";
import type { LabOptions } from "../../../../lab";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { BROAD, deeds, leftIn, ProgramStack } from "../federation-lab";

/** What belongs to others, of which the responders of an incident may disable or delete something. */
const theirs = ({ accountEnabled = true, identity = true } = {}): string => `
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const application = new Application("theirs", {
  displayName: "AWS", identifierUris: ["api://${LAB_TENANT_ID}/orders"], api: { requestedAccessTokenVersion: 1 },
  appRoles: [{ id: "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d", value: "Aws.Federate", displayName: "Federate",
    description: "Federate", allowedMemberTypes: ["Application"] }],
});
new ServicePrincipal("theirs", {
  clientId: application.clientId, appRoleAssignmentRequired: true, accountEnabled: ${accountEnabled},
});
const group = new ResourceGroup("theirs", {});
exports.applicationClientId = application.clientId;
if (${identity})
  exports.identityId = new UserAssignedIdentity("theirs", { resourceGroupName: group.name }).id;`;

const OPTIONS: LabOptions = { graphPermissions: BROAD };

describeWithLab("suspending a workload over resources that others own", OPTIONS, function (lab) {
  this.timeout("5m");
  let others: ProgramStack;
  let ours: ProgramStack;
  let adopted: { applicationClientId: string; identityId: string };

  const federation = (suspended: boolean): string => {
    const permissions = { readBuckets: ["devteam-reports"] };
    const app = { permissions, identityId: adopted.identityId, suspended };
    const args = { applicationClientId: adopted.applicationClientId, workloads: { app } };
    return `new azure.AzureToAwsFederation("fed", ${JSON.stringify(args)});`;
  };

  before(async function () {
    this.timeout("15m");
    others = await ProgramStack.create(lab(), "others");
    await others.deploy(theirs());
    adopted = (await others.stack.outputs()) as typeof adopted;
    ours = await ProgramStack.create(lab(), "ours");
    await ours.deploy(federation(false));
  });

  const preview = async (suspended: boolean) => {
    await ours.program(federation(suspended));
    const { exitCode, output } = await ours.stack.preview();
    return { exitCode, text: output.replaceAll(/\s+/g, " ") };
  };
  const DISABLED = "its service principal is disabled, so nobody gets a token for it";

  it("goes on with a warning while the service principal is disabled, which stops any other update", async () => {
    await others.deploy(theirs({ accountEnabled: false }));
    const refused = await preview(false);
    assert.notEqual(refused.exitCode, 0);
    assert.ok(refused.text.includes(DISABLED), refused.text);

    const up = await ours.deploy(federation(true));
    assert.deepEqual(deeds(up), ["created fed-app-suspended", "updated fed-app-role"]);
    assert.match(up.output, /warning: while a workload is suspended, this problem does not stop the update/);
  });

  it("is undone once the service principal is enabled again", async () => {
    assert.notEqual((await preview(false)).exitCode, 0);
    await others.deploy(theirs());
    await ours.program(federation(false));
    assert.deepEqual(deeds(await ours.succeed("up")), ["deleted fed-app-suspended", "updated fed-app-role"]);
  });

  it("is refused where the identity was deleted, as the manual warns", async () => {
    await others.deploy(theirs({ identity: false }));
    const { exitCode, text } = await preview(true);
    assert.notEqual(exitCode, 0);
    assert.ok(text.includes("identityId: cannot read identity"), text);
    // The assignment went with the identity, and the provider takes that for an error.
    const destroyed = await ours.stack.destroy({ refresh: true });
    assert.equal(destroyed.exitCode, 0, destroyed.output);
    await others.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});

/** A Run Command that a VM has no room for, under the real engine. */
import assert from "node:assert/strict";
import { LAB_TENANT_ID } from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { ProgramStack } from "../federation-lab";

const ID = "00000000-1111-4222-8333-444444444444";

/** A VM with so many commands of somebody else. */
const MACHINE = `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { VirtualMachineRunCommandByVirtualMachine: Command } = require("@pulumi/azure-native/compute/virtualMachineRunCommandByVirtualMachine");
const group = new ResourceGroup("group", { resourceGroupName: "orders", location: "westeurope" });
const placed = { resourceGroupName: group.name, location: group.location };
const identity = new UserAssignedIdentity("one", placed);
const { vmName } = new azure.AzureVirtualMachine("app", {
  ...placed,
  identityIds: [identity.id],
  sshPublicKey: ${JSON.stringify(ED25519_KEY)},
});
for (let index = 0; index < 25; index++) {
  new Command("theirs-" + index, { ...placed, vmName, source: { script: "true" } });
}
exports.vmName = vmName;
`;

describeWithLab("GuestInstallation on a VM that has 25 Run Commands", {}, function (lab) {
  this.timeout("10m");

  it("fails with Azure's words, and shows the commands that make room", async () => {
    const owner = await ProgramStack.create(lab(), "machine");
    await owner.deploy(MACHINE);
    const vmName = String((await owner.stack.outputs()).vmName);
    const stack = await ProgramStack.create(lab(), "installation");
    await stack.program(
      `new azure.GuestInstallation("app", ${JSON.stringify({
        resourceGroupName: "orders",
        vmName,
        profiles: [
          {
            profileName: "orders",
            roleArn: "arn:aws:iam::123456789012:role/orders",
            audience: "api://orders",
            clientId: ID,
            issuer: `https://sts.windows.net/${LAB_TENANT_ID}/`,
            subject: ID.replace(/^0/, "1"),
            region: "eu-central-1",
          },
        ],
      })});`,
    );
    const { exitCode, output } = await stack.stack.up();
    assert.notEqual(exitCode, 0, output);
    assert.match(
      output,
      /The maximum number of managed Run commands \(max=25, current=25\) has been exceeded/,
    );
    assert.ok(
      output.includes(
        `warning: the VM already has 25 Run Commands, the most that Azure allows. List them: az vm run-command list --resource-group 'orders' --vm-name '${vmName}' --query [].name.`,
      ),
      output,
    );
    assert.ok(
      !lab()
        .azure.resourceIds()
        .some((id) => id.endsWith("/runCommands/azure-to-aws-federation")),
    );
  });
});

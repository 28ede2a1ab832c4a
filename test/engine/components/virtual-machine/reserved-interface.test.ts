/** A VM after one that failed to start, under the real engine: Azure keeps the interface for three minutes. */
import assert from "node:assert/strict";
import type { LabOptions } from "../../../../lab";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ED25519_KEY } from "../../../unit/components/ssh-keys";
import { leftIn, ProgramStack } from "../federation-lab";

const program = (options: object): string => `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const group = new ResourceGroup("group", { location: "westeurope" });
const placed = { resourceGroupName: group.name, location: group.location };
const identity = new UserAssignedIdentity("one", placed);
exports.machine = new azure.AzureVirtualMachine("app", {
  ...placed,
  identityIds: [identity.id],
  sshPublicKey: ${JSON.stringify(ED25519_KEY)},
  ...${JSON.stringify(options)},
}).vmName;
`;

/** An image for other cores than the size's: Azure refuses it when the interface is ready, which a preview does not see. */
const FAILING = { image: "Canonical:ubuntu-24_04-lts:server-arm64:latest" };

let ahead = 0;

const OPTIONS: LabOptions = { azureClock: () => Date.now() + ahead };

describeWithLab("AzureVirtualMachine after one that failed to start", OPTIONS, function (lab) {
  this.timeout("10m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "retrying");
  });

  it("waits until Azure gives the interface back, and is created", async () => {
    await stack.program(program(FAILING));
    const failed = await stack.stack.up();
    assert.notEqual(failed.exitCode, 0);
    assert.match(failed.output, /only supports a CPU Architecture of 'x64'/);

    // The three minutes are over when it is tried for the second time.
    const puts = lab().azure.faults.add({
      route: /^PUT \S*\/virtualMachines\/[^/?]+\?/,
      fault: { kind: "latency", milliseconds: 0 },
      onStrike: () => {
        if (puts.struck.length > 1) {
          ahead += 180_000;
        }
      },
    });
    await stack.program(program({}));
    const { exitCode, output } = await stack.stack.up();
    puts.remove();
    assert.equal(exitCode, 0, output);
    assert.equal(puts.struck.length, 2);
    assert.match(
      output,
      /warning: .*Azure keeps the network interface for a VM that failed to start before\./,
    );
    const { machine } = await stack.stack.outputs();
    assert.equal(lab().azure.vm(String(machine)).name, machine);
  });

  it("is destroyed as ever, without the program", async () => {
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });
});

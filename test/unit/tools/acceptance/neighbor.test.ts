import assert from "node:assert/strict";
import { ArmClient, azureEnvironment, AzureSession, GraphClient } from "../../../../lab/pulumi";
import {
  describeWithAzureLab,
  GROUP,
  LOCATION,
  NIC,
  TENANT_ID,
  virtualMachine,
  VM,
} from "../../../../lab/testing/azure-lab";
import { withCode } from "../../../../messages";
import { neighborGroup, refuseNeighbor } from "../../../../tools/acceptance/neighbor";
import { RunCommandMachine } from "../../../../tools/acceptance/run-command-machine";
import { DemoFailure } from "../../../../tools/demo/step-runner";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const SUBNET = `${NETWORK}/virtualNetworks/net/subnets/sub`;
const CLOSED = `${NETWORK}/networkSecurityGroups/closed`;
const TITLE = "Connecting to port 22 from another VM of the subnet";

describeWithAzureLab("the second VM of a run, in the subnet of the deployed one", {}, (lab) => {
  let arm: ArmClient;
  let graph: GraphClient;
  let address: string;

  before(async () => {
    const session = new AzureSession(azureEnvironment({}, lab().azure.environment()));
    arm = new ArmClient(session, LOCATION);
    graph = new GraphClient(session);
    await lab().prepareNetwork();
    await lab().put(VM, virtualMachine());
    await lab().put(CLOSED, {
      location: LOCATION,
      properties: {
        securityRules: [
          {
            name: "DenyVirtualNetwork",
            properties: {
              direction: "Inbound",
              access: "Deny",
              priority: 4000,
              protocol: "*",
              sourceAddressPrefix: "VirtualNetwork",
              sourcePortRange: "*",
              destinationAddressPrefix: "*",
              destinationPortRange: "*",
            },
          },
        ],
      },
    });
    address = await setInterface(CLOSED);
  });

  /** Sets the security group of the deployed VM's interface. Returns its private address. */
  async function setInterface(groupId?: string): Promise<string> {
    const { properties } = await lab().put(NIC, {
      location: LOCATION,
      properties: {
        ...(groupId === undefined ? {} : { networkSecurityGroup: { id: groupId } }),
        ipConfigurations: [{ name: "primary", properties: { subnet: { id: SUBNET } } }],
      },
    });
    const { ipConfigurations } = properties as {
      readonly ipConfigurations: readonly { readonly properties: { readonly privateIPAddress: string } }[];
    };
    return ipConfigurations[0]?.properties.privateIPAddress ?? "";
  }

  const tryIt = async () =>
    refuseNeighbor(
      { arm, graph, tenantId: TENANT_ID, location: LOCATION, prefix: "run" },
      {
        outputs: { resourceGroupName: "rg", virtualMachineName: "vm1" },
        machine: (resourceGroupName, virtualMachineName) =>
          new RunCommandMachine({ arm, resourceGroupName, virtualMachineName, location: LOCATION }),
      },
      { report: () => undefined, signal: new AbortController().signal },
    );

  afterEach(async () => {
    const { body } = await lab().arm("GET", GROUP.replace("/rg", ""));
    const names = (body.value as readonly { readonly name: string }[]).map(({ name }) => name);
    assert.ok(!names.includes(neighborGroup({ prefix: "run" })), "the second VM is left");
  });

  it("gets no answer from a VM whose security group denies the virtual network", async () => {
    assert.deepEqual(await tryIt(), {
      id: "neighbor",
      title: TITLE,
      code: "Connection timed out",
      message: `ssh: connect to host ${address} port 22: Connection timed out`,
    });
  });

  it("fails the run if it reaches the VM", async () => {
    await setInterface();
    await assert.rejects(tryIt(), (error) => {
      assert.ok(error instanceof DemoFailure);
      assert.equal(
        error.message,
        withCode({
          code: "demo-attempt-accepted",
          text: `${TITLE}: the cloud allowed it. Expected a refusal`,
        }),
      );
      return true;
    });
    await setInterface(CLOSED);
  });

  it("proves nothing in a subnet that is closed to SSH", async () => {
    const subnet = { addressPrefix: "10.0.1.0/24", natGateway: { id: `${NETWORK}/natGateways/nat` } };
    await lab().put(SUBNET, { properties: { ...subnet, networkSecurityGroup: { id: CLOSED } } });
    await assert.rejects(
      tryIt(),
      /^DemoFailure: the second VM does not answer on port 22.*\[acceptance-neighbor-silent\]$/,
    );
    await lab().put(SUBNET, { properties: subnet });
  });
});

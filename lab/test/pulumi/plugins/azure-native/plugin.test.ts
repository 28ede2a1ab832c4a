import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../../../../pulumi/plugins/azure-login/azure-session";
import { ArmClient } from "../../../../pulumi/plugins/azure-native/arm-client";
import { azureNativePlugin } from "../../../../pulumi/plugins/azure-native/plugin";
import { type Properties, UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";
import { AzureLab, SSH_KEY, SUBSCRIPTION_ID, TENANT_ID } from "../../../../testing/azure-lab";
import { type Deployed, Deployment } from "../../../../testing/deployment";
const GROUP = "azure-native:resources:ResourceGroup";
const NETWORK = "azure-native:network:VirtualNetwork";
const SUBNET = "azure-native:network:Subnet";
const ADDRESS = "azure-native:network:PublicIPAddress";
const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
const MACHINE = "azure-native:compute:VirtualMachine";
const COMMAND = "azure-native:compute:VirtualMachineRunCommandByVirtualMachine";
const space = { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } };

describe("the azure-native plugin on Azure Resource Manager", () => {
  let lab: AzureLab;
  let deployment: Deployment<ArmClient>;
  let group: Deployed;
  let resourceGroupName: string;

  function client(location?: string): ArmClient {
    return new ArmClient(new AzureSession(azureEnvironment({}, lab.azure.environment())), location);
  }

  beforeEach(async () => {
    lab = await AzureLab.start();
    deployment = new Deployment(azureNativePlugin, client());
    group = await deployment.create(GROUP, "group", { location: "westeurope" });
    resourceGroupName = group.outputs.name as string;
  });

  afterEach(async () => {
    await lab.stop();
  });

  it("names what the program does not name: random digits, but a child of a named resource as it is", async () => {
    assert.match(resourceGroupName, /^group[0-9a-f]{8}$/);
    const network = await deployment.create(NETWORK, "net", { resourceGroupName, ...space });
    assert.match(network.outputs.name as string, /^net[0-9a-f]{8}$/);
    const virtualNetworkName = network.outputs.name ?? "";
    const inputs = { resourceGroupName, virtualNetworkName, addressPrefix: "10.0.1.0/24" };
    assert.equal((await deployment.create(SUBNET, "workload", inputs)).outputs.name, "workload");
  });

  it("registers the subscription with a resource provider by itself, where its login may", async () => {
    lab.azure.resourceProviders.unregister("Microsoft.Network");
    await deployment.create(NETWORK, "net", { resourceGroupName, ...space });
    assert.equal(lab.azure.resourceProviders.isRegistered("Microsoft.Network"), true);
  });

  it("fails where its login may not register, in azcore's words", async () => {
    lab.azure.resourceProviders.unregister("Microsoft.Network");
    const principalId = lab.azure.roleAssignments()[0]?.principalId ?? "";
    lab.azure.withdrawRoles(principalId);
    const scope = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}`;
    lab.azure.assignRole({ principalId, role: "Contributor", scope });
    await assert.rejects(
      deployment.create(NETWORK, "net", { resourceGroupName, ...space }),
      ({ message }: Error) => {
        assert.match(
          message,
          /^POST http:\S+\/providers\/Microsoft\.Network\/register\n-+\nRESPONSE 403: 403 Forbidden\n/,
        );
        assert.match(message, /ERROR CODE: AuthorizationFailed\n/);
        assert.match(message, /to perform action 'Microsoft\.Network\/register\/action' over scope/);
        return true;
      },
    );
    assert.equal(lab.azure.resourceProviders.isRegistered("Microsoft.Network"), false);
  });

  it("takes the region from the configuration, else from the resource group", async () => {
    const network = await deployment.create(NETWORK, "net", { resourceGroupName, ...space });
    assert.equal(network.inputs.location, "westeurope");
    const elsewhere = new Deployment(azureNativePlugin, client("northeurope"));
    assert.equal(
      (await elsewhere.create(NETWORK, "far", { resourceGroupName, ...space })).inputs.location,
      "northeurope",
    );
    const request = { urn: `urn:pulumi:dev::p::${NETWORK}::x`, randomSeed: new Uint8Array([1]) };
    const { inputs } = await deployment.kernel.check(request, undefined, { resourceGroupName: UNKNOWN });
    assert.equal(inputs.location, UNKNOWN);
  });

  it("says how to give a region when there is none", async () => {
    assert.deepEqual(await deployment.problems(GROUP, {}), [
      "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
    ]);
  });

  it("refuses unknown and missing properties and wrong types with their paths", async () => {
    const problems = await deployment.problems(MACHINE, {
      location: "westeurope",
      hardwareProfile: { vmSize: 1, cores: 2 },
      identity: { type: "Everyone" },
    });
    assert.deepEqual(problems, [
      "'hardwareProfile.vmSize' should be of type 'string' but got a number",
      `unknown property 'hardwareProfile.cores' of ${MACHINE}: known are vmSize, vmSizeProperties`,
      "'identity.type' should be one of 'None', 'SystemAssigned', 'SystemAssigned, UserAssigned', 'UserAssigned' but got 'Everyone'",
      "missing required property 'resourceGroupName'",
    ]);
  });

  it("changes in place what the provider changes in place, and keeps subnets that are resources of their own", async () => {
    const network = await deployment.create(NETWORK, "net", { resourceGroupName, ...space });
    const virtualNetworkName = network.outputs.name ?? "";
    const subnet = await deployment.create(SUBNET, "sub", {
      resourceGroupName,
      virtualNetworkName,
      addressPrefix: "10.0.1.0/24",
    });
    const changed = await deployment.update(network, { resourceGroupName, ...space, tags: { a: "b" } });
    assert.deepEqual(changed.outputs.tags, { a: "b" });
    assert.deepEqual((await deployment.refresh(subnet))?.inputs, subnet.inputs);
    assert.deepEqual((await deployment.refresh(changed))?.inputs, changed.inputs);
  });

  it("replaces what the provider replaces: first the new one when it named it itself, else first the old one away", async () => {
    const inputs = { resourceGroupName, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" };
    const changes = { ...inputs, publicIPAddressVersion: "IPv6" };
    const unnamed = await deployment.create(ADDRESS, "ip", inputs);
    assert.equal(await deployment.replacement(unnamed, changes), "create first");
    const publicIpAddressName = "chosen";
    const named = await deployment.create(ADDRESS, "other", { ...inputs, publicIpAddressName });
    assert.equal(await deployment.replacement(named, { ...changes, publicIpAddressName }), "delete first");
    assert.equal(
      await deployment.replacement(named, { ...inputs, publicIpAddressName, location: "West Europe" }),
      "none",
    );
  });

  it("does not take over what exists already", async () => {
    await assert.rejects(
      deployment.create(GROUP, "other", { resourceGroupName, location: "westeurope" }),
      (error: Error) =>
        error.message ===
        `cannot create already existing resource '/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${resourceGroupName}'`,
    );
  });

  it("tells ARM's refusals with status, code and text", async () => {
    const inputs = { resourceGroupName, virtualNetworkName: "none", addressPrefix: "10.0.1.0/24" };
    await assert.rejects(
      deployment.create(SUBNET, "sub", inputs),
      /^CloudError: Status=404 Code="ParentResourceNotFound" Message="Can not perform requested operation on nested resource\. Parent resource 'none' not found\."$/,
    );
  });

  it("imports what a program could have written, path included", async () => {
    const network = await deployment.create(NETWORK, "net", {
      resourceGroupName,
      ...space,
      tags: { a: "b" },
    });
    assert.deepEqual(await deployment.import(NETWORK, network.id), {
      ...space,
      enableDdosProtection: false,
      location: "westeurope",
      resourceGroupName,
      tags: { a: "b" },
      virtualNetworkName: network.outputs.name,
    });
  });

  it("finds a resource gone, whose deletion is no error", async () => {
    const network = await deployment.create(NETWORK, "net", { resourceGroupName, ...space });
    await deployment.delete(group);
    assert.equal(await deployment.refresh(network), undefined);
    await deployment.delete(network);
    assert.deepEqual(lab.azure.counts().resources, {});
  });

  it("says who is signed in, and finds what exists", async () => {
    const me = await deployment.kernel.invoke("azure-native:authorization:getClientConfig", {});
    assert.equal(me.subscriptionId, SUBSCRIPTION_ID);
    assert.equal(me.tenantId, TENANT_ID);
    const found = await deployment.kernel.invoke("azure-native:resources:getResourceGroup", {
      resourceGroupName,
    });
    assert.equal(found.id, group.id);
    assert.equal(found.location, "westeurope");
  });

  describe("with a virtual machine", () => {
    let machine: Deployed;
    let identity: Deployed;

    async function createMachine(): Promise<Deployed> {
      const network = await deployment.create(NETWORK, "net", { resourceGroupName, ...space });
      const virtualNetworkName = network.outputs.name ?? "";
      const standard = { resourceGroupName, sku: { name: "Standard" } };
      const address = await deployment.create(ADDRESS, "ip", {
        ...standard,
        publicIPAllocationMethod: "Static",
      });
      const publicIpAddresses = [{ id: address.id }];
      const gateway = await deployment.create("azure-native:network:NatGateway", "nat", {
        ...standard,
        publicIpAddresses,
      });
      const natGateway = { id: gateway.id };
      const inputs = { resourceGroupName, virtualNetworkName, addressPrefix: "10.0.1.0/24", natGateway };
      const subnet = await deployment.create(SUBNET, "sub", inputs);
      const nic = await deployment.create("azure-native:network:NetworkInterface", "nic", {
        resourceGroupName,
        ipConfigurations: [{ name: "primary", subnet: { id: subnet.id } }],
      });
      identity = await deployment.create(IDENTITY, "id", { resourceGroupName });
      return deployment.create(MACHINE, "vm", machineInputs(nic.id, identity.id));
    }

    function machineInputs(nicId: string, identityId: string): Properties {
      const publicKeys = [{ path: "/home/azureuser/.ssh/authorized_keys", keyData: SSH_KEY }];
      return {
        resourceGroupName,
        hardwareProfile: { vmSize: "Standard_B1s" },
        identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
        networkProfile: { networkInterfaces: [{ id: nicId, primary: true }] },
        osProfile: {
          computerName: "vm",
          adminUsername: "azureuser",
          linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys } },
        },
        storageProfile: {
          osDisk: { createOption: "FromImage" },
          imageReference: {
            publisher: "Canonical",
            offer: "ubuntu-24_04-lts",
            sku: "server",
            version: "latest",
          },
        },
      };
    }

    function command(script: string): Properties {
      const vmName = machine.outputs.name ?? "";
      return { resourceGroupName, vmName, source: { script }, treatFailureAsDeploymentFailure: true };
    }

    beforeEach(async () => {
      machine = await createMachine();
    });

    it("shows its identities with their IDs, while the program's list stays a list", async () => {
      const { principalId, clientId } = identity.outputs;
      const identities = machine.outputs.identity as { userAssignedIdentities: Properties };
      assert.deepEqual(identities.userAssignedIdentities[identity.id], { principalId, clientId });
      assert.deepEqual((await deployment.refresh(machine))?.inputs, machine.inputs);
    });

    it("runs a command, and again when the script changes", async () => {
      const ran = await deployment.create(COMMAND, "hello", command("echo one"));
      assert.equal((ran.outputs.instanceView as Properties).output, "one\n");
      const again = await deployment.update(ran, command("echo two"));
      assert.equal((again.outputs.instanceView as Properties).output, "two\n");
    });

    it("keeps a command that failed in the state, so that the next deployment mends it", async () => {
      const urn = `urn:pulumi:dev::project::${COMMAND}::broken`;
      await assert.rejects(deployment.create(COMMAND, "broken", command("exit 3")), (error: Error) => {
        assert.equal(error.name, "InitializationError");
        assert.match(error.message, /^Status=200 Code="\w+" Message=".+"$/s);
        assert.match((error as Error & { id: string }).id, /\/runCommands\/broken$/);
        return true;
      });
      const inputs = command("exit 3");
      const found = await deployment.kernel.read({ urn }, `${machine.id}/runCommands/broken`, {
        inputs,
        state: {},
      });
      assert.equal((found?.outputs.instanceView as Properties).exitCode, 3);
    });
  });
});

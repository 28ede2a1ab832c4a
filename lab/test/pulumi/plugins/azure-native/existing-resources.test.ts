/** What is there already: functions that look it up, imports, and changes of tags. */
import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../../../../pulumi/plugins/azure-login/azure-session";
import { ArmClient } from "../../../../pulumi/plugins/azure-native/arm-client";
import { azureNativePlugin } from "../../../../pulumi/plugins/azure-native/plugin";
import { armRows } from "../../../../pulumi/plugins/azure-native/rows";
import { isObject, type Properties } from "../../../../pulumi/plugins/kernel/property-value";
import { describeWithAzureLab, SSH_KEY } from "../../../../testing/azure-lab";
import { type Deployed, Deployment } from "../../../../testing/deployment";

const COMMAND = "compute:VirtualMachineRunCommandByVirtualMachine";

describeWithAzureLab("the azure-native plugin and what exists already", {}, (lab) => {
  let deployment: Deployment<ArmClient>;
  /** By the type without its package. */
  const there = new Map<string, { deployed: Deployed; inputs: Properties }>();

  before(async () => {
    const session = new AzureSession(azureEnvironment({}, lab().azure.environment()));
    deployment = new Deployment(azureNativePlugin, new ArmClient(session, undefined));
    await createAll();
  });

  async function create(type: string, inputs: Properties): Promise<Deployed> {
    const deployed = await deployment.create(`azure-native:${type}`, type.split(":")[1] ?? "", inputs);
    there.set(type, { deployed, inputs });
    return deployed;
  }

  async function createAll(): Promise<void> {
    const { outputs: group } = await create("resources:ResourceGroup", { location: "westeurope" });
    const resourceGroupName = group.name ?? "";
    const placed = { resourceGroupName };
    const standard = { ...placed, sku: { name: "Standard" } };
    const identity = await create("managedidentity:UserAssignedIdentity", placed);
    const address = await create("network:PublicIPAddress", {
      ...standard,
      publicIPAllocationMethod: "Static",
    });
    const prefix = await create("network:PublicIPPrefix", { ...standard, prefixLength: 30 });
    const gateway = await create("network:NatGateway", {
      ...standard,
      publicIpAddresses: [{ id: address.id }],
      publicIpPrefixes: [{ id: prefix.id }],
    });
    const rule = { name: "no", direction: "Inbound", access: "Deny", priority: 100, protocol: "*" };
    const nsg = await create("network:NetworkSecurityGroup", {
      ...placed,
      securityRules: [{ ...rule, sourceAddressPrefix: "*", destinationPortRange: "*" }],
    });
    const network = await create("network:VirtualNetwork", {
      ...placed,
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    });
    const subnet = await create("network:Subnet", {
      ...placed,
      virtualNetworkName: network.outputs.name ?? "",
      addressPrefix: "10.0.1.0/24",
      natGateway: { id: gateway.id },
      networkSecurityGroup: { id: nsg.id },
    });
    const nic = await create("network:NetworkInterface", {
      ...placed,
      ipConfigurations: [{ name: "primary", subnet: { id: subnet.id } }],
    });
    const publicKeys = [{ path: "/home/azureuser/.ssh/authorized_keys", keyData: SSH_KEY }];
    const machine = await create("compute:VirtualMachine", {
      ...placed,
      zones: ["1"],
      hardwareProfile: { vmSize: "Standard_B1s" },
      identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
      networkProfile: { networkInterfaces: [{ id: nic.id, primary: true }] },
      osProfile: {
        computerName: "vm",
        adminUsername: "azureuser",
        linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys } },
      },
      securityProfile: { securityType: "TrustedLaunch", uefiSettings: { vTpmEnabled: true } },
      storageProfile: {
        osDisk: { createOption: "FromImage", deleteOption: "Delete" },
        imageReference: { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" },
      },
    });
    const vmName = machine.outputs.name ?? "";
    await create("compute:VirtualMachineExtension", {
      ...placed,
      vmName,
      publisher: "Microsoft.CPlat.ProxyAgent",
      type: "ProxyAgentLinux",
      typeHandlerVersion: "1.0",
    });
    await create(COMMAND, { ...placed, vmName, source: { script: "echo me" } });
  }

  const all = [
    "resources:ResourceGroup",
    "managedidentity:UserAssignedIdentity",
    "network:PublicIPAddress",
    "network:PublicIPPrefix",
    "network:NatGateway",
    "network:NetworkSecurityGroup",
    "network:VirtualNetwork",
    "network:Subnet",
    "network:NetworkInterface",
    "compute:VirtualMachine",
    "compute:VirtualMachineExtension",
    COMMAND,
  ];
  const get = (type: string) => {
    const found = there.get(type);
    if (found === undefined) {
      throw new Error(`${type} was not made`);
    }
    return found;
  };

  for (const type of all) {
    it(`imports ${type} with what the program gave, so that a program written from it changes nothing`, async () => {
      const { deployed, inputs } = get(type);
      const imported = await deployment.import(`azure-native:${type}`, deployed.id);
      assert.ok(imported !== undefined);
      // What others write as well is not taken for the program's.
      const { shared = [] } = armRows.find(({ token }) => token === `azure-native:${type}`) ?? {};
      const own = Object.entries(inputs).filter(([name]) => !shared.includes(name));
      assertHolds(imported, Object.fromEntries(own), type);
      const about = { urn: deployed.urn, randomSeed: new Uint8Array([1]) };
      const written = await deployment.kernel.check(about, imported, imported);
      assert.deepEqual(written.failures, []);
      assert.deepEqual(
        deployment.kernel.diff(about, { inputs: imported, state: {} }, written.inputs).changes,
        [],
      );
    });

    it(`looks ${type} up`, async () => {
      const { deployed } = get(type);
      const [module = "", name = ""] = type.split(":");
      const { inputs, outputs, id } = deployed;
      const found = await deployment.kernel.invoke(`azure-native:${module}:get${name}`, inputs);
      assert.equal(found.id, id);
      assert.equal(found.name, outputs.name);
    });
  }

  // A subnet has no tags.
  for (const type of all.filter((name) => name !== "network:Subnet")) {
    it(`changes the tags of ${type} in place and takes them away again`, async () => {
      const { deployed, inputs } = get(type);
      const tagged = await deployment.update(deployed, { ...inputs, tags: { team: "orders" } });
      assert.equal(tagged.id, deployed.id);
      assert.deepEqual(tagged.outputs.tags, { team: "orders" });
      const untagged = await deployment.update(tagged, inputs);
      assert.equal(untagged.outputs.tags, undefined);
    });
  }

  it("tells what a command printed only to those who ask for the instance view", async () => {
    const { inputs } = get(COMMAND).deployed;
    const token = "azure-native:compute:getVirtualMachineRunCommandByVirtualMachine";
    const plain = await deployment.kernel.invoke(token, inputs);
    assert.equal(plain.instanceView, undefined);
    const { instanceView } = await deployment.kernel.invoke(token, { ...inputs, expand: "instanceView" });
    assert.equal((instanceView as Properties).output, "me\n");
  });

  it("finds a machine's identities with their IDs, and a gateway's addresses and prefixes", async () => {
    const identity = get("managedidentity:UserAssignedIdentity").deployed;
    const machine = await deployment.kernel.invoke(
      "azure-native:compute:getVirtualMachine",
      get("compute:VirtualMachine").deployed.inputs,
    );
    const { userAssignedIdentities } = machine.identity as Properties;
    assert.deepEqual(Object.keys(userAssignedIdentities as object), [identity.id]);
    const gateway = await deployment.kernel.invoke(
      "azure-native:network:getNatGateway",
      get("network:NatGateway").deployed.inputs,
    );
    assert.deepEqual(gateway.publicIpAddresses, [{ id: get("network:PublicIPAddress").deployed.id }]);
    const { id, inputs } = get("network:PublicIPPrefix").deployed;
    assert.deepEqual(gateway.publicIpPrefixes, [{ id }]);
    const prefix = await deployment.kernel.invoke("azure-native:network:getPublicIPPrefix", inputs);
    assert.equal(prefix.ipPrefix, "192.0.2.0/30");
  });
});

/** Asserts that `found` has every member of `given`. */
function assertHolds(found: Properties, given: Properties, path: string): void {
  for (const [name, value] of Object.entries(given)) {
    const there = found[name];
    if (isObject(value) && isObject(there)) {
      assertHolds(there, value, `${path}.${name}`);
    } else if (Array.isArray(value) && Array.isArray(there) && value.every(isObject)) {
      value.forEach((item, index) => {
        assertHolds(there[index] as Properties, item, `${path}.${name}[${index}]`);
      });
    } else {
      assert.deepEqual(there, value, `${path}.${name}`);
    }
  }
}

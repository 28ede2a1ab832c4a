import assert from "node:assert/strict";
import { AzureVirtualMachine } from "../../../../components";
import { declare, mockId, valueOf } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const IDENTITY_ID = mockId("azure-native:managedidentity:UserAssignedIdentity", "identity");
const ARGS = { resourceGroupName: "group", identityIds: [IDENTITY_ID], sshPublicKey: `${ED25519_KEY}\n` };
const network = (type: string, name: string) => mockId(`azure-native:network:${type}`, `app-${name}`);

describe("AzureVirtualMachine", () => {
  it("declares a VM that takes the key only, in a network that nothing connects to and with one way out", async () => {
    const { resources, failures } = await declare(
      () => new AzureVirtualMachine("app", { ...ARGS, location: "westeurope" }),
    );
    assert.deepEqual(failures, []);
    const inputs = Object.fromEntries(resources.map((resource) => [resource.name, resource.inputs]));
    const placed = { resourceGroupName: "group", location: "westeurope" };
    assert.deepEqual(inputs, {
      app: {},
      "app-nsg": {
        ...placed,
        securityRules: [
          {
            name: "DenyAllInbound",
            description: "Nothing may connect to this network.",
            direction: "Inbound",
            access: "Deny",
            priority: 100,
            protocol: "*",
            sourceAddressPrefix: "*",
            sourcePortRange: "*",
            destinationAddressPrefix: "*",
            destinationPortRange: "*",
          },
        ],
      },
      "app-egress-ip": { ...placed, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
      "app-nat": {
        ...placed,
        sku: { name: "Standard" },
        publicIpAddresses: [{ id: network("PublicIPAddress", "egress-ip") }],
      },
      "app-vnet": {
        ...placed,
        addressSpace: { addressPrefixes: ["10.0.0.0/24"] },
        // Defaults of the provider's SDK.
        enableDdosProtection: false,
        enableVmProtection: false,
      },
      "app-subnet": {
        resourceGroupName: "group",
        virtualNetworkName: "app-vnet",
        addressPrefix: "10.0.0.0/24",
        defaultOutboundAccess: false,
        natGateway: { id: network("NatGateway", "nat") },
        networkSecurityGroup: { id: network("NetworkSecurityGroup", "nsg") },
        privateEndpointNetworkPolicies: "Disabled",
        privateLinkServiceNetworkPolicies: "Enabled",
      },
      "app-nic": {
        ...placed,
        ipConfigurations: [
          {
            name: "internal",
            primary: true,
            privateIPAllocationMethod: "Dynamic",
            subnet: { id: network("Subnet", "subnet") },
          },
        ],
      },
      "app-vm": {
        ...placed,
        hardwareProfile: { vmSize: "Standard_B1s" },
        identity: { type: "UserAssigned", userAssignedIdentities: [IDENTITY_ID] },
        networkProfile: { networkInterfaces: [{ id: network("NetworkInterface", "nic"), primary: true }] },
        osProfile: {
          computerName: "app",
          adminUsername: "azureuser",
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            provisionVMAgent: true,
            ssh: { publicKeys: [{ path: "/home/azureuser/.ssh/authorized_keys", keyData: ED25519_KEY }] },
          },
        },
        storageProfile: {
          imageReference: {
            publisher: "Canonical",
            offer: "ubuntu-24_04-lts",
            sku: "server",
            version: "latest",
          },
          osDisk: {
            createOption: "FromImage",
            deleteOption: "Delete",
            managedDisk: { storageAccountType: "StandardSSD_LRS" },
          },
        },
        securityProfile: {
          securityType: "TrustedLaunch",
          uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
        },
        diagnosticsProfile: { bootDiagnostics: { enabled: true } },
      },
    });
  });

  it("gives out the address that connections come from", async () => {
    const { result } = await declare(() => new AzureVirtualMachine("app", ARGS));
    assert.equal(await valueOf(result.egressAddress), "203.0.113.7");
    assert.equal(await valueOf(result.vmName), "app-vm");
  });

  it("refuses all wrong arguments at once and never repeats the key", async () => {
    await assert.rejects(
      declare(
        () =>
          new AzureVirtualMachine("app", {
            resourceGroupName: "group",
            identityIds: [],
            sshPublicKey: "ssh-rsa c2VjcmV0",
            adminUsername: "admin",
            size: "B1s",
          }),
      ),
      (error: unknown) => {
        assert.ok(error instanceof Error);
        assert.doesNotMatch(error.message, /c2VjcmV0/);
        assert.deepEqual(
          [...error.message.matchAll(/^ {2}(\w+): /gm)].map(([, path]) => path),
          ["sshPublicKey", "adminUsername", "size", "identityIds"],
        );
        return true;
      },
    );
  });

  it("refuses a name from which no name of a VM can be made", async () => {
    await assert.rejects(
      declare(() => new AzureVirtualMachine("a".repeat(54), ARGS)),
      /AzureVirtualMachine "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": 1 invalid argument\n {2}name: too long\. Expected at most 53 characters, because AWS and Azure names are made from it; got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \[name-too-long\]/,
    );
    await assert.rejects(
      declare(() => new AzureVirtualMachine("my_app", ARGS)),
      /AzureVirtualMachine "my_app": 1 invalid argument\n {2}name: invalid name\. Expected letters, digits, and hyphens, starting with a letter and not ending with a hyphen; got "my_app" \[name-invalid\]/,
    );
  });
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureVirtualMachine } from "../../../../components";
import { declare, inputsOf, mockId, valueOf } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

/** Azure takes it, and nobody has it. */
const PASSWORD = "only in this test 1";
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

  it("declares a VM that runs Windows, whose password is a secret", async () => {
    const { resources, failures } = await declare(
      () =>
        new AzureVirtualMachine("orders-application", {
          resourceGroupName: "group",
          identityIds: [IDENTITY_ID],
          windowsAdminPassword: PASSWORD,
        }),
    );
    assert.deepEqual(failures, []);
    const { hardwareProfile, osProfile, storageProfile, securityProfile } = inputsOf(
      resources,
      "orders-application-vm",
    );
    const { imageReference } = storageProfile as { imageReference: unknown };
    assert.deepEqual(
      { hardwareProfile, osProfile, imageReference, securityProfile },
      {
        hardwareProfile: { vmSize: "Standard_B2s" },
        osProfile: {
          [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
          value: {
            computerName: "orders-applicat",
            adminUsername: "azureuser",
            adminPassword: PASSWORD,
            windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true },
          },
        },
        imageReference: {
          publisher: "MicrosoftWindowsServer",
          offer: "WindowsServer",
          sku: "2022-datacenter-azure-edition",
          version: "latest",
        },
        securityProfile: {
          securityType: "TrustedLaunch",
          uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
        },
      },
    );
  });

  for (const [what, password] of Object.entries({
    "too short": "Aa1!aaa",
    "too long": `Aa1!${"a".repeat(120)}`,
    "of two kinds": "abcdefgh1",
    "well known": "P@ssw0rd",
  })) {
    it(`refuses a password for Windows that is ${what}, and never repeats it`, async () => {
      await assert.rejects(
        declare(
          () =>
            new AzureVirtualMachine("app", {
              resourceGroupName: "group",
              identityIds: [IDENTITY_ID],
              windowsAdminPassword: password,
            }),
        ),
        (error: Error) =>
          /windowsAdminPassword: Azure refuses this password\. .*\[windows-password-invalid\]/.test(
            error.message,
          ) && !error.message.includes(password),
      );
    });
  }

  it("refuses with a password for Windows what only Linux has", async () => {
    await assert.rejects(
      declare(
        () =>
          new AzureVirtualMachine("app", {
            ...ARGS,
            windowsAdminPassword: PASSWORD,
            cloudInit: "#cloud-config",
            imdsAccess: "audit",
          }),
      ),
      (error: Error) => {
        assert.deepEqual(
          [...error.message.matchAll(/^ {2}(\w+): cannot be combined with windowsAdminPassword\b.*$/gm)].map(
            ([, path]) => path,
          ),
          ["sshPublicKey", "cloudInit", "imdsAccess"],
          error.message,
        );
        return true;
      },
    );
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

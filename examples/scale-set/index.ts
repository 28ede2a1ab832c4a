import { AwsOidcProvider, AzureWorkload, EntraAudience, FederatedRole } from "@azure-to-aws/federation";
import { renderInstallCloudConfig } from "@azure-to-aws/federation/credential-helper";
import { VirtualMachineScaleSet } from "@pulumi/azure-native/compute/virtualMachineScaleSet";
import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const name = config.require("name");
const adminUsername = "azureuser";
const region = new pulumi.Config("aws").require("region");
const location = new pulumi.Config("azure-native").require("location");

const audience = new EntraAudience(name);
const provider = new AwsOidcProvider(name, {
  issuer: audience.issuer,
  audiences: [audience.audience],
  oidcProviderArn: config.get("oidcProviderArn"),
});

const group = new ResourceGroup(name, { location });
const place = { resourceGroupName: group.name, location };
const workload = new AzureWorkload(name, {
  ...place,
  servicePrincipalObjectId: audience.servicePrincipalObjectId,
  appRoleId: audience.appRoleId,
});
const role = new FederatedRole(name, {
  oidcProviderArn: provider.oidcProviderArn,
  issuer: audience.issuer,
  audiences: [audience.audience],
  subjects: [workload.principalId],
  permissions: { readBuckets: config.requireObject<string[]>("buckets") },
});

// Helper and AWS config are custom data: every machine installs them when it first starts. All machines are one workload:
// they share the identity, and so the role.
const profile = pulumi.output({
  roleArn: role.roleArn,
  audience: audience.audience,
  clientId: workload.clientId,
  issuer: audience.issuer,
  subject: workload.principalId,
});
const customData = profile.apply((trust) =>
  Buffer.from(
    renderInstallCloudConfig({
      profiles: [{ ...trust, profileName: "default", region, durationSeconds: 3600 }],
    }),
  ).toString("base64"),
);

// A way out to AWS, and none in.
const egress = new PublicIPAddress(name, {
  ...place,
  sku: { name: "Standard" },
  publicIPAllocationMethod: "Static",
});
const gateway = new NatGateway(name, {
  ...place,
  sku: { name: "Standard" },
  publicIpAddresses: [{ id: egress.id }],
});
const network = new VirtualNetwork(name, { ...place, addressSpace: { addressPrefixes: ["10.20.0.0/24"] } });
const subnet = new Subnet(name, {
  resourceGroupName: group.name,
  virtualNetworkName: network.name,
  addressPrefix: "10.20.0.0/24",
  natGateway: { id: gateway.id },
});

const scaleSet = new VirtualMachineScaleSet(name, {
  ...place,
  sku: { name: "Standard_B2s", tier: "Standard", capacity: config.requireNumber("capacity") },
  identity: { type: "UserAssigned", userAssignedIdentities: [workload.identityId] },
  orchestrationMode: "Uniform",
  overprovision: false,
  upgradePolicy: { mode: "Manual" },
  virtualMachineProfile: {
    osProfile: {
      computerNamePrefix: name,
      adminUsername,
      customData,
      linuxConfiguration: {
        disablePasswordAuthentication: true,
        ssh: {
          publicKeys: [
            {
              path: `/home/${adminUsername}/.ssh/authorized_keys`,
              keyData: config.require("sshPublicKey"),
            },
          ],
        },
      },
    },
    storageProfile: {
      imageReference: {
        publisher: "Canonical",
        offer: "ubuntu-24_04-lts",
        sku: "server",
        version: "latest",
      },
      osDisk: { createOption: "FromImage", managedDisk: { storageAccountType: "StandardSSD_LRS" } },
    },
    networkProfile: {
      networkInterfaceConfigurations: [
        {
          name: "nic",
          primary: true,
          ipConfigurations: [{ name: "internal", primary: true, subnet: { id: subnet.id } }],
        },
      ],
    },
  },
});

export const scaleSetName = scaleSet.name;
export const resourceGroupName = group.name;
export const { roleArn } = role;
export const { principalId, clientId } = workload;
export const audienceUri = audience.audience;
export const egressAddress = egress.ipAddress;

import { VirtualMachine } from "@pulumi/azure-native/compute/virtualMachine";
import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { NetworkInterface } from "@pulumi/azure-native/network/networkInterface";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "./arguments/argument-checks";
import { resourceName } from "./arguments/rules/resource-name";
import { type AzureVirtualMachineArgs, checkAzureVirtualMachineArgs } from "./azure-virtual-machine-args";
import { withDefault } from "./default-value";
import { computerName } from "./federation-names";
import { DENY_ALL_INBOUND, linuxConfiguration, UBUNTU_IMAGE } from "./virtual-machine-template";

/**
 * A Linux VM (Ubuntu 24.04 LTS) with managed identities, in a network of its own that nothing can connect to. It
 * reaches the internet through a NAT gateway with one fixed address; new Azure networks have no way out otherwise.
 */
export class AzureVirtualMachine extends pulumi.ComponentResource {
  /** The resource ID of the VM. */
  public readonly vmId: pulumi.Output<string>;
  /** The name of the VM in its resource group. */
  public readonly vmName: pulumi.Output<string>;
  /** The public IPv4 address that the VM's connections come from. */
  public readonly egressAddress: pulumi.Output<string>;

  constructor(name: string, args: AzureVirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureVirtualMachine", name, {}, opts);
    const checks = new ArgumentChecks(`AzureVirtualMachine "${name}"`, this);
    const checked = checkAzureVirtualMachineArgs(checks, args);
    checks.plain("name", name, resourceName("-vm"));
    checks.finish();

    const placed = { resourceGroupName: checked.resourceGroupName, location: checked.location };
    const addressPrefix = withDefault(checked.addressPrefix, () => "10.0.0.0/24");
    const adminUsername = withDefault(checked.adminUsername, () => "azureuser");

    const securityGroup = new NetworkSecurityGroup(
      `${name}-nsg`,
      { ...placed, securityRules: [DENY_ALL_INBOUND] },
      { parent: this },
    );
    const publicAddress = new PublicIPAddress(
      `${name}-egress-ip`,
      { ...placed, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
      { parent: this },
    );
    const natGateway = new NatGateway(
      `${name}-nat`,
      { ...placed, sku: { name: "Standard" }, publicIpAddresses: [{ id: publicAddress.id }] },
      { parent: this },
    );
    const network = new VirtualNetwork(
      `${name}-vnet`,
      { ...placed, addressSpace: { addressPrefixes: [addressPrefix] } },
      { parent: this },
    );
    const subnet = new Subnet(
      `${name}-subnet`,
      {
        resourceGroupName: checked.resourceGroupName,
        virtualNetworkName: network.name,
        addressPrefix,
        defaultOutboundAccess: false,
        natGateway: { id: natGateway.id },
        networkSecurityGroup: { id: securityGroup.id },
      },
      { parent: this },
    );
    const networkInterface = new NetworkInterface(
      `${name}-nic`,
      {
        ...placed,
        ipConfigurations: [
          {
            name: "internal",
            primary: true,
            privateIPAllocationMethod: "Dynamic",
            subnet: { id: subnet.id },
          },
        ],
      },
      { parent: this },
    );
    const machine = new VirtualMachine(
      `${name}-vm`,
      {
        ...placed,
        hardwareProfile: { vmSize: withDefault(checked.size, () => "Standard_B1s") },
        identity: { type: "UserAssigned", userAssignedIdentities: checked.identityIds },
        networkProfile: { networkInterfaces: [{ id: networkInterface.id, primary: true }] },
        osProfile: {
          computerName: computerName(name),
          adminUsername,
          linuxConfiguration: pulumi
            .all([adminUsername, checked.sshPublicKey])
            .apply(([user, key]) => linuxConfiguration(user, key)),
        },
        storageProfile: {
          imageReference: UBUNTU_IMAGE,
          osDisk: {
            createOption: "FromImage",
            // Deleting a VM leaves its disk behind unless told otherwise.
            deleteOption: "Delete",
            managedDisk: { storageAccountType: "StandardSSD_LRS" },
          },
        },
        diagnosticsProfile: { bootDiagnostics: { enabled: true } },
      },
      { parent: this },
    );

    this.vmId = machine.id;
    this.vmName = machine.name;
    this.egressAddress = publicAddress.ipAddress.apply((address) => address ?? "");
    this.registerOutputs({ vmId: this.vmId, vmName: this.vmName, egressAddress: this.egressAddress });
  }
}

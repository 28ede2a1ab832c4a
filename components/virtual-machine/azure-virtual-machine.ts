import { VirtualMachine } from "@pulumi/azure-native/compute/virtualMachine";
import { VirtualMachineExtension } from "@pulumi/azure-native/compute/virtualMachineExtension";
import { NetworkInterface } from "@pulumi/azure-native/network/networkInterface";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven, withDefault } from "../arguments/inputs";
import { resourceName } from "../arguments/rules/names";
import { componentLabel } from "../arguments/told-arguments";
import { childOptions } from "../pulumi/component";
import { type AzureVirtualMachineArgs, checkAzureVirtualMachineArgs } from "./azure-virtual-machine-args";
import { addressOf, machineNetwork, standardAddress } from "./machine-network";
import { demandSubnetInRegion } from "./network-region";
import { refuseWhatRegionLacks } from "./offer-check";
import { waitForReservedInterface } from "./reserved-interface";
import { customData, imageReference, securityProfileOf, zones } from "./virtual-machine-inputs";
import {
  computerName,
  FIXED_IN_MACHINE,
  HOST_NAME,
  linuxConfiguration,
  proxyAgentType,
  TRUSTED_LAUNCH,
} from "./virtual-machine-template";

/**
 * A Linux VM (Ubuntu 24.04 LTS unless told otherwise) with managed identities, in a network of its own that nothing can
 * connect to, or in an existing subnet. It reaches the internet through a NAT gateway with a fixed address; new Azure
 * networks have no way out otherwise.
 */
export class AzureVirtualMachine extends pulumi.ComponentResource {
  /** The resource ID of the VM. */
  readonly vmId: pulumi.Output<string>;
  /** The name of the VM in its resource group. */
  readonly vmName: pulumi.Output<string>;
  /**
   * The public IPv4 address that the VM's connections come from, which is its NAT gateway's. An existing gateway may have
   * several, and prefixes, which are networks in CIDR notation: all are given, separated by commas, addresses first. It is
   * empty in an existing subnet without a NAT gateway, and where that or the gateway is in another subscription than the
   * provider's.
   */
  readonly egressAddress: pulumi.Output<string>;
  /** The VM's own public IPv4 address; empty unless one was asked for. */
  readonly publicAddress: pulumi.Output<string>;

  constructor(name: string, args: AzureVirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureVirtualMachine", name, {}, opts);
    const label = componentLabel("AzureVirtualMachine", name, opts);
    const checks = new ArgumentChecks(label, this);
    const checked = checkAzureVirtualMachineArgs(checks, args);
    checks.plain("name", name, resourceName("-vm"));
    checks.finish();

    const child = childOptions(this, opts);
    const placed = {
      resourceGroupName: checked.resourceGroupName,
      location: checked.location,
      ...(isGiven(checked.tags) ? { tags: checked.tags as pulumi.Input<Record<string, string>> } : {}),
    };
    const adminUsername = withDefault(checked.adminUsername, () => "azureuser");
    const size = withDefault(checked.size, () => "Standard_B1s");
    const network = machineNetwork(label, name, checked, placed, child);
    const publicAddress =
      checked.dangerouslyAssignPublicIp === true
        ? standardAddress(`${name}-public-ip`, placed, child)
        : undefined;
    const networkInterface = new NetworkInterface(
      `${name}-nic`,
      {
        ...placed,
        ipConfigurations: [
          {
            name: "internal",
            primary: true,
            privateIPAllocationMethod: "Dynamic",
            subnet: { id: network.subnetId },
            ...(publicAddress === undefined ? {} : { publicIPAddress: { id: publicAddress.id } }),
          },
        ],
      },
      // Azure moves an interface that is in use to no other network.
      { ...child, replaceOnChanges: ["ipConfigurations[*].subnet.id"] },
    );
    if (isGiven(checked.subnetId)) {
      const subnetId = checked.subnetId as pulumi.Input<string>;
      demandSubnetInRegion({ component: label, parent: this }, subnetId, networkInterface.location);
    }
    const machine = new VirtualMachine(
      `${name}-vm`,
      {
        ...placed,
        ...(isGiven(checked.zone) ? { zones: zones(checked.zone) } : {}),
        hardwareProfile: { vmSize: size },
        identity: { type: "UserAssigned", userAssignedIdentities: checked.identityIds },
        networkProfile: { networkInterfaces: [{ id: networkInterface.id, primary: true }] },
        osProfile: {
          computerName: computerName(name),
          adminUsername,
          ...(isGiven(checked.cloudInit) ? { customData: customData(checked.cloudInit) } : {}),
          linuxConfiguration: pulumi
            .all([adminUsername, checked.sshPublicKey])
            .apply(([user, key]) => linuxConfiguration(user, key)),
        },
        securityProfile: securityProfileOf(checked),
        storageProfile: {
          imageReference: imageReference(checked, size),
          osDisk: {
            createOption: "FromImage",
            // Deleting a VM leaves its disk behind unless told otherwise.
            deleteOption: "Delete",
            managedDisk: { storageAccountType: "StandardSSD_LRS" },
          },
        },
        diagnosticsProfile: { bootDiagnostics: { enabled: true } },
      },
      {
        ...child,
        hooks: { ...refuseWhatRegionLacks(label, this), ...waitForReservedInterface(label, this) },
        replaceOnChanges: FIXED_IN_MACHINE,
        // A new VM cannot share the interface with the old one.
        deleteBeforeReplace: true,
        ignoreChanges: [HOST_NAME, ...(isGiven(args.trustedLaunch) ? [] : TRUSTED_LAUNCH)],
      },
    );
    if (isGiven(checked.imdsAccess) || isGiven(checked.imdsAccessProfileId)) {
      // On Linux, the protocol's switch in the VM's security profile does not bring its agent.
      new VirtualMachineExtension(
        `${name}-proxy-agent`,
        {
          ...placed,
          vmName: machine.name,
          publisher: "Microsoft.CPlat.ProxyAgent",
          type: size.apply(proxyAgentType),
          typeHandlerVersion: "1.0",
          autoUpgradeMinorVersion: true,
        },
        child,
      );
    }

    this.vmId = machine.id;
    this.vmName = machine.name;
    this.egressAddress = network.egressAddress;
    this.publicAddress = publicAddress === undefined ? pulumi.output("") : addressOf(publicAddress);
    this.registerOutputs({
      vmId: this.vmId,
      vmName: this.vmName,
      egressAddress: this.egressAddress,
      publicAddress: this.publicAddress,
    });
  }
}

import { VirtualMachine } from "@pulumi/azure-native/compute/virtualMachine";
import { VirtualMachineExtension } from "@pulumi/azure-native/compute/virtualMachineExtension";
import { NetworkInterface } from "@pulumi/azure-native/network/networkInterface";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../arguments/argument-checks";
import { type ArgumentPaths, argumentPaths } from "../arguments/argument-paths";
import { isGiven, withDefault } from "../arguments/inputs";
import { resourceName } from "../arguments/rules/names";
import { type ChildOptions, childOptions } from "../pulumi/component";
import {
  AZURE_VIRTUAL_MACHINE,
  type AzureVirtualMachineArgs,
  type CheckedVirtualMachineArgs,
  type MachineNetwork,
} from "./azure-virtual-machine-args";
import { machineNetwork, type Placement } from "./machine-network";
import { demandSubnetInRegion } from "./network-region";
import { waitForReservedInterface } from "./reserved-interface";
import { customData, imageReference, securityProfileOf } from "./virtual-machine-inputs";
import {
  ADMIN_PASSWORD,
  computerName,
  DEFAULT_SIZE,
  FIXED_IN_MACHINE,
  HOST_NAME,
  linuxConfiguration,
  proxyAgentType,
  TRUSTED_LAUNCH,
} from "./virtual-machine-template";

/**
 * A VM with managed identities, by default with Ubuntu 24.04 LTS. It is in its own network, to which nothing can
 * connect, or in an existing subnet. It reaches the internet through a NAT gateway with a fixed address, because new Azure
 * networks have no outbound access by default.
 */
export class AzureVirtualMachine extends pulumi.ComponentResource {
  /** The resource ID of the VM. */
  readonly vmId: pulumi.Output<string>;
  /** The name of the VM in its resource group. */
  readonly vmName: pulumi.Output<string>;
  /**
   * The public IPv4 address from which the VM connects: the address of its NAT gateway. An existing gateway can have several
   * addresses, and prefixes in CIDR notation. The output then lists all of them, separated by commas, addresses first. It is
   * empty in an existing subnet without a NAT gateway. It is also empty if the subnet or the gateway is not in the
   * provider's subscription.
   */
  readonly egressAddress: pulumi.Output<string>;

  constructor(name: string, args: AzureVirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureVirtualMachine", name, {}, opts);
    const paths = argumentPaths("AzureVirtualMachine", name, args);
    const checks = new ArgumentChecks(paths, this);
    const checked: CheckedVirtualMachineArgs = AZURE_VIRTUAL_MACHINE.check(checks, args);
    checks.checkName(resourceName("-vm"));
    checks.finish();

    const child = childOptions(this, opts);
    const placed: Placement = {
      resourceGroupName: checked.resourceGroupName,
      location: checked.location,
      ...(isGiven(checked.tags) ? { tags: checked.tags } : {}),
    };
    const { [isGiven(checked.windowsAdminPassword) ? "windows" : "linux"]: defaultSize } = DEFAULT_SIZE;
    const size = withDefault(checked.size, () => defaultSize);
    const network = machineNetwork(paths, checked, placed, child);
    const networkInterface = createInterface(name, network, placed, child);
    if (isGiven(checked.subnetId)) {
      demandSubnetInRegion({ paths, parent: this }, checked.subnetId, networkInterface.location);
    }
    const machine = createMachine(paths, checked, { size, networkInterface, placed, child });
    if (isGiven(checked.imdsAccess)) {
      createProxyAgent(name, machine, size, placed, child);
    }

    this.vmId = machine.id;
    this.vmName = machine.name;
    this.egressAddress = network.egressAddress;
    this.registerOutputs({
      vmId: this.vmId,
      vmName: this.vmName,
      egressAddress: this.egressAddress,
    });
  }
}

function createInterface(
  name: string,
  { subnetId, securityGroupId }: MachineNetwork,
  placed: Placement,
  child: ChildOptions,
): NetworkInterface {
  return new NetworkInterface(
    `${name}-nic`,
    {
      ...placed,
      ...(securityGroupId === undefined ? {} : { networkSecurityGroup: { id: securityGroupId } }),
      ipConfigurations: [
        {
          name: "internal",
          primary: true,
          privateIPAllocationMethod: "Dynamic",
          subnet: { id: subnetId },
        },
      ],
    },
    // Azure does not move an interface that is in use to another network.
    { ...child, replaceOnChanges: ["ipConfigurations[*].subnet.id"] },
  );
}

/** What a VM needs in addition to its arguments. */
interface MachineParts {
  readonly size: pulumi.Output<string>;
  readonly networkInterface: NetworkInterface;
  readonly placed: Placement;
  readonly child: ChildOptions;
}

function createMachine(
  paths: ArgumentPaths,
  args: CheckedVirtualMachineArgs,
  { size, networkInterface, placed, child }: MachineParts,
): VirtualMachine {
  const { name } = paths;
  const adminUsername = withDefault(args.adminUsername, () => "azureuser");
  const isWindows = isGiven(args.windowsAdminPassword);
  return new VirtualMachine(
    `${name}-vm`,
    {
      ...placed,
      hardwareProfile: { vmSize: size },
      identity: { type: "UserAssigned", userAssignedIdentities: args.identityIds },
      networkProfile: { networkInterfaces: [{ id: networkInterface.id, primary: true }] },
      osProfile: {
        computerName: computerName(name, isWindows),
        adminUsername,
        ...(isGiven(args.cloudInit) ? { customData: customData(args.cloudInit) } : {}),
        ...(isWindows
          ? {
              // A program need not mark it as a secret.
              adminPassword: pulumi.secret(args.windowsAdminPassword as pulumi.Input<string>),
              windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true },
            }
          : {
              linuxConfiguration: pulumi
                .all([adminUsername, args.sshPublicKey])
                .apply(([user, key]) => linuxConfiguration(user, key)),
            }),
      },
      securityProfile: securityProfileOf(args),
      storageProfile: {
        imageReference: imageReference(args, size),
        osDisk: {
          createOption: "FromImage",
          // By default, Azure keeps the disk of a deleted VM.
          deleteOption: "Delete",
          managedDisk: { storageAccountType: "StandardSSD_LRS" },
        },
      },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    },
    {
      ...child,
      hooks: waitForReservedInterface(paths.label, child.parent),
      replaceOnChanges: FIXED_IN_MACHINE,
      // A new VM cannot share the interface with the old one.
      deleteBeforeReplace: true,
      ignoreChanges: [
        HOST_NAME,
        ...(isWindows ? [ADMIN_PASSWORD] : []),
        ...(isGiven(args.trustedLaunch) ? [] : TRUSTED_LAUNCH),
      ],
    },
  );
}

/** On Linux, the protocol's setting in the VM's security profile does not install its agent. */
function createProxyAgent(
  name: string,
  machine: VirtualMachine,
  size: pulumi.Output<string>,
  placed: Placement,
  child: ChildOptions,
): void {
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

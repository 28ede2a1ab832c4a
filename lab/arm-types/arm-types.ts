/** The types of Azure resources that the lab knows, one row each: for its double of Azure, and for its plugin azure-native. */
import {
  APPS,
  CLUSTERS,
  COMPUTE,
  CORE,
  CREDENTIALS,
  DISKS,
  GALLERIES,
  IDENTITIES,
  NETWORK,
  SERVER_FARMS,
  since,
  SITES,
} from "./versions";

/** A type of resource. */
export interface ArmType {
  /** `<namespace>/<type>`, as Azure writes it. A file of `lab/azure/arm/types` has its behavior, if it is more than a document. */
  readonly type: string;
  /** The API versions that it has. */
  readonly versions: readonly string[];
  /** How Pulumi deploys it. Without it, only clients of Azure's own use the type. */
  readonly pulumi?: PulumiType;
}

/** What the plugin knows of a type. Properties come from the SDK. */
export interface PulumiType {
  readonly token: string;
  /** The names of the resource and of those around it, as the SDK calls them, from the outermost to its own. */
  readonly parameters: readonly string[];
  /** How an unnamed resource is named: with random digits, like the program does for a child of a named resource, or by a GUID. */
  readonly naming: "random" | "copy" | "uuid";
  /** Inputs in the body that cannot change in place. The path's always do. */
  readonly replaceOnChanges?: readonly string[];
  /** Properties that other resources write: sub-resources that are also separate resources, and references back. */
  readonly shared?: readonly string[];
  /** Inputs that are in `properties` although ARM has a member of the same name next to it. */
  readonly inProperties?: readonly string[];
  /** Query of GET. */
  readonly readQuery?: Readonly<Record<string, string>>;
}

/**
 * The table. A type within another comes after it.
 *
 * Replacements are the real provider's (its `replacement.go` and the API specifications' `x-ms-mutability`). It tries
 * other changes in place even where the service refuses them, for example of a virtual machine's SSH keys.
 */
export const ARM_TYPES: readonly ArmType[] = [
  {
    type: "Microsoft.Resources/resourceGroups",
    versions: CORE,
    pulumi: {
      token: "azure-native:resources:ResourceGroup",
      parameters: [],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    versions: IDENTITIES,
    pulumi: {
      token: "azure-native:managedidentity:UserAssignedIdentity",
      parameters: ["resourceName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
    versions: CREDENTIALS,
    pulumi: {
      token: "azure-native:managedidentity:FederatedIdentityCredential",
      parameters: ["resourceName", "federatedIdentityCredentialResourceName"],
      naming: "copy",
    },
  },
  {
    type: "Microsoft.Network/publicIPAddresses",
    versions: NETWORK,
    pulumi: {
      token: "azure-native:network:PublicIPAddress",
      parameters: ["publicIpAddressName"],
      naming: "random",
      replaceOnChanges: ["location", "publicIPAddressVersion", "publicIPPrefix", "sku"],
      shared: ["natGateway"],
    },
  },
  {
    type: "Microsoft.Network/publicIPPrefixes",
    versions: since("2018-07-01", NETWORK),
    pulumi: {
      token: "azure-native:network:PublicIPPrefix",
      parameters: ["publicIpPrefixName"],
      naming: "random",
      shared: ["natGateway"],
    },
  },
  {
    type: "Microsoft.Network/natGateways",
    versions: since("2019-02-01", NETWORK),
    pulumi: {
      token: "azure-native:network:NatGateway",
      parameters: ["natGatewayName"],
      naming: "random",
    },
  },
  {
    type: "Microsoft.Network/networkSecurityGroups",
    versions: NETWORK,
    pulumi: {
      token: "azure-native:network:NetworkSecurityGroup",
      parameters: ["networkSecurityGroupName"],
      naming: "random",
      shared: ["securityRules"],
    },
  },
  {
    type: "Microsoft.Network/virtualNetworks",
    versions: NETWORK,
    pulumi: {
      token: "azure-native:network:VirtualNetwork",
      parameters: ["virtualNetworkName"],
      naming: "random",
      replaceOnChanges: ["location"],
      shared: ["subnets", "virtualNetworkPeerings"],
    },
  },
  {
    type: "Microsoft.Network/virtualNetworks/subnets",
    versions: NETWORK,
    pulumi: {
      token: "azure-native:network:Subnet",
      parameters: ["virtualNetworkName", "subnetName"],
      naming: "copy",
    },
  },
  {
    type: "Microsoft.Network/networkInterfaces",
    versions: NETWORK,
    pulumi: {
      token: "azure-native:network:NetworkInterface",
      parameters: ["networkInterfaceName"],
      naming: "random",
    },
  },
  {
    type: "Microsoft.Compute/disks",
    versions: DISKS,
  },
  {
    type: "Microsoft.Compute/images",
    versions: COMPUTE,
  },
  {
    type: "Microsoft.Compute/galleries",
    versions: GALLERIES,
  },
  {
    type: "Microsoft.Compute/galleries/images",
    versions: GALLERIES,
  },
  {
    type: "Microsoft.Compute/galleries/images/versions",
    versions: GALLERIES,
  },
  {
    type: "Microsoft.Compute/virtualMachines",
    versions: COMPUTE,
    pulumi: {
      token: "azure-native:compute:VirtualMachine",
      parameters: ["vmName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.Compute/virtualMachines/extensions",
    versions: COMPUTE,
    pulumi: {
      token: "azure-native:compute:VirtualMachineExtension",
      parameters: ["vmName", "vmExtensionName"],
      naming: "copy",
      replaceOnChanges: ["location"],
      inProperties: ["type"],
    },
  },
  {
    type: "Microsoft.Compute/virtualMachines/runCommands",
    versions: COMPUTE,
    pulumi: {
      token: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
      parameters: ["vmName", "runCommandName"],
      naming: "copy",
      replaceOnChanges: ["location"],
      readQuery: { $expand: "instanceView" },
    },
  },
  {
    type: "Microsoft.App/managedEnvironments",
    versions: APPS,
    pulumi: {
      token: "azure-native:app:ManagedEnvironment",
      parameters: ["environmentName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.App/containerApps",
    versions: APPS,
    pulumi: {
      token: "azure-native:app:ContainerApp",
      parameters: ["containerAppName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.App/jobs",
    versions: since("2022-11-01-preview", APPS),
    pulumi: {
      token: "azure-native:app:Job",
      parameters: ["jobName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.ContainerService/managedClusters",
    versions: CLUSTERS,
    pulumi: {
      token: "azure-native:containerservice:ManagedCluster",
      parameters: ["resourceName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.Compute/virtualMachineScaleSets",
    versions: COMPUTE,
    pulumi: {
      token: "azure-native:compute:VirtualMachineScaleSet",
      parameters: ["vmScaleSetName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.Compute/virtualMachineScaleSets/virtualMachines",
    versions: COMPUTE,
  },
  {
    type: "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces",
    versions: COMPUTE,
  },
  {
    type: "Microsoft.Web/serverfarms",
    versions: SERVER_FARMS,
    pulumi: {
      token: "azure-native:web:AppServicePlan",
      parameters: ["name"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
  {
    type: "Microsoft.Web/sites",
    versions: SITES,
    pulumi: {
      token: "azure-native:web:WebApp",
      parameters: ["name"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
];

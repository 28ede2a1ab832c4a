/** The table of azure-native: one row a resource type. API versions come with the types, from the SDK. */
import type { ArmRow } from "./arm-type";

const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const network = `${group}/providers/Microsoft.Network`;
const compute = `${group}/providers/Microsoft.Compute`;
const apps = `${group}/providers/Microsoft.App`;
const identities = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;

/**
 * Replacements are the real provider's (its `replacement.go` and the API specifications' `x-ms-mutability`). It tries
 * other changes in place even where the service refuses them, for example of a virtual machine's SSH keys.
 */
export const armRows: readonly ArmRow[] = [
  {
    token: "azure-native:resources:ResourceGroup",
    path: group,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:managedidentity:UserAssignedIdentity",
    path: `${identities}/{resourceName}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:managedidentity:FederatedIdentityCredential",
    path: `${identities}/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
    naming: "copy",
  },
  {
    token: "azure-native:authorization:RoleAssignment",
    path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    naming: "uuid",
    replaceOnChanges: ["principalId", "roleDefinitionId"],
  },
  {
    token: "azure-native:network:VirtualNetwork",
    path: `${network}/virtualNetworks/{virtualNetworkName}`,
    naming: "random",
    replaceOnChanges: ["location"],
    shared: ["subnets", "virtualNetworkPeerings"],
  },
  {
    token: "azure-native:network:Subnet",
    path: `${network}/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`,
    naming: "copy",
  },
  {
    token: "azure-native:network:NetworkSecurityGroup",
    path: `${network}/networkSecurityGroups/{networkSecurityGroupName}`,
    naming: "random",
    shared: ["securityRules"],
  },
  {
    token: "azure-native:network:NatGateway",
    path: `${network}/natGateways/{natGatewayName}`,
    naming: "random",
  },
  {
    token: "azure-native:network:PublicIPAddress",
    path: `${network}/publicIPAddresses/{publicIpAddressName}`,
    naming: "random",
    replaceOnChanges: ["location", "publicIPAddressVersion", "publicIPPrefix", "sku"],
    shared: ["natGateway"],
  },
  {
    token: "azure-native:network:PublicIPPrefix",
    path: `${network}/publicIPPrefixes/{publicIpPrefixName}`,
    naming: "random",
    shared: ["natGateway"],
  },
  {
    token: "azure-native:network:NetworkInterface",
    path: `${network}/networkInterfaces/{networkInterfaceName}`,
    naming: "random",
  },
  {
    token: "azure-native:compute:VirtualMachine",
    path: `${compute}/virtualMachines/{vmName}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:compute:VirtualMachineExtension",
    path: `${compute}/virtualMachines/{vmName}/extensions/{vmExtensionName}`,
    naming: "copy",
    replaceOnChanges: ["location"],
    inProperties: ["type"],
  },
  {
    token: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    path: `${compute}/virtualMachines/{vmName}/runCommands/{runCommandName}`,
    naming: "copy",
    replaceOnChanges: ["location"],
    readQuery: { $expand: "instanceView" },
  },
  {
    token: "azure-native:app:ManagedEnvironment",
    path: `${apps}/managedEnvironments/{environmentName}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:app:ContainerApp",
    path: `${apps}/containerApps/{containerAppName}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:containerservice:ManagedCluster",
    path: `${group}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:compute:VirtualMachineScaleSet",
    path: `${compute}/virtualMachineScaleSets/{vmScaleSetName}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:web:AppServicePlan",
    path: `${group}/providers/Microsoft.Web/serverfarms/{name}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
  {
    token: "azure-native:web:WebApp",
    path: `${group}/providers/Microsoft.Web/sites/{name}`,
    naming: "random",
    replaceOnChanges: ["location"],
  },
];

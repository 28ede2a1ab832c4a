/** What a federation adopts, made by a stack of somebody else. */
import { LAB_TENANT_ID } from "../../../../../lab/lab-facts";
import { ED25519_KEY } from "../../../../unit/components/ssh-keys";

/** Outputs of {@link WHAT_OTHERS_OWN}, and the images of a gallery. */
export interface WhatOthersOwn {
  readonly resourceGroupId: string;
  readonly resourceGroupName: string;
  readonly subnetId: string;
  readonly otherSubnetId: string;
  readonly natGatewayId: string;
  readonly identityIds: readonly [string, string];
  readonly vmIds: readonly [string, string];
  /** VMs on which nothing else installs. */
  readonly bareVmNames: readonly [string, string, string, string];
  readonly imageIds: readonly [string, string];
  /** Each names an audience of its own. */
  readonly applicationClientIds: readonly [string, string];
  /** The service principals of these. */
  readonly servicePrincipalIds: readonly [string, string];
  /** A second group, with nothing in it. */
  readonly otherGroupName: string;
}

/** The app roles of both applications. */
export const APP_ROLES = {
  usual: "2b1c8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d",
  other: "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d",
};

/** A program that makes all of it. */
export const WHAT_OTHERS_OWN = `
const from = (module, name) =>
  require("@pulumi/azure-native/" + module + "/" + name[0].toLowerCase() + name.slice(1))[name];
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const group = new (from("resources", "ResourceGroup"))("theirs");
const placed = { resourceGroupName: group.name };
const standard = { ...placed, sku: { name: "Standard" } };
// Each serves one virtual network.
const natGateway = (name) => {
  const address = new (from("network", "PublicIPAddress"))(name, { ...standard, publicIPAllocationMethod: "Static" });
  return new (from("network", "NatGateway"))(name, { ...standard, publicIpAddresses: [{ id: address.id }] });
};
const [one, two] = ["one", "two"].map((name, index) => {
  const network = new (from("network", "VirtualNetwork"))(name, {
    ...placed, addressSpace: { addressPrefixes: ["10." + (8 + index) + ".0.0/24"] },
  });
  const subnet = new (from("network", "Subnet"))(name, {
    ...placed, virtualNetworkName: network.name, addressPrefix: "10." + (8 + index) + ".0.0/24", natGateway: { id: natGateway(name).id },
  });
  const identity = new (from("managedidentity", "UserAssignedIdentity"))(name, placed);
  const machine = new azure.AzureVirtualMachine(name, {
    ...placed, identityIds: [identity.id], sshPublicKey: ${JSON.stringify(ED25519_KEY)}, subnetId: subnet.id,
  });
  const application = new Application(name, {
    displayName: name, identifierUris: ["api://${LAB_TENANT_ID}/" + name], api: { requestedAccessTokenVersion: 1 },
    appRoles: [
      { id: "${APP_ROLES.usual}", value: "Aws.Federate" },
      { id: "${APP_ROLES.other}", value: "Aws.Other" },
    ].map((role) => ({ ...role, displayName: role.value, description: role.value, allowedMemberTypes: ["Application"] })),
  });
  const principal = new ServicePrincipal(name, { clientId: application.clientId, appRoleAssignmentRequired: true });
  const servicePrincipalId = principal.objectId;
  return { subnetId: subnet.id, identityId: identity.id, vmId: machine.vmId, clientId: application.clientId, servicePrincipalId };
});
const bare = ["bare-one", "bare-two", "bare-three", "bare-four"].map((name) => new azure.AzureVirtualMachine(name, {
  ...placed, identityIds: [one.identityId], sshPublicKey: ${JSON.stringify(ED25519_KEY)}, subnetId: one.subnetId,
}));
Object.assign(exports, {
  resourceGroupId: group.id,
  resourceGroupName: group.name,
  subnetId: one.subnetId,
  otherSubnetId: two.subnetId,
  natGatewayId: natGateway("theirs").id,
  identityIds: [one.identityId, two.identityId],
  vmIds: [one.vmId, two.vmId],
  bareVmNames: bare.map(({ vmName }) => vmName),
  applicationClientIds: [one.clientId, two.clientId],
  servicePrincipalIds: [one.servicePrincipalId, two.servicePrincipalId],
  otherGroupName: new (from("resources", "ResourceGroup"))("theirs-too").name,
});
`;

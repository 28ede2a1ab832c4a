/** The types of resources with their behavior. A type that is only a document has none. */
import { ARM_TYPES } from "../../arm-types/arm-types";
import { ArmError } from "../resources/arm-error";
import { sameId } from "../resources/resource-id";
import type { ArmBehavior } from "./resource-type";
import { containerApps } from "./types/container-apps";
import { containerJobs } from "./types/container-jobs";
import { disks } from "./types/disks";
import { federatedIdentityCredentials } from "./types/federated-identity-credentials";
import { galleries, galleryImages, galleryImageVersions, managedImages } from "./types/images";
import { machineExtensions } from "./types/machine-extensions";
import { managedClusters } from "./types/managed-clusters";
import { managedEnvironments } from "./types/managed-environments";
import { natGateways } from "./types/nat-gateways";
import { networkInterfaces } from "./types/network-interfaces";
import { networkSecurityGroups } from "./types/network-security-groups";
import { publicIpAddresses } from "./types/public-ip-addresses";
import { publicIpPrefixes } from "./types/public-ip-prefixes";
import { resourceGroups } from "./types/resource-groups";
import { runCommands } from "./types/run-commands";
import { serverFarms } from "./types/server-farms";
import { subnets } from "./types/subnets";
import { userAssignedIdentities } from "./types/user-assigned-identities";
import {
  virtualMachineScaleSetInterfaces,
  virtualMachineScaleSetMachines,
  virtualMachineScaleSets,
} from "./types/virtual-machine-scale-sets";
import { virtualMachines } from "./types/virtual-machines";
import { virtualNetworks } from "./types/virtual-networks";
import { webApps } from "./types/web-apps";

const BEHAVIORS: readonly ArmBehavior[] = [
  resourceGroups,
  userAssignedIdentities,
  federatedIdentityCredentials,
  publicIpAddresses,
  publicIpPrefixes,
  natGateways,
  networkSecurityGroups,
  virtualNetworks,
  subnets,
  networkInterfaces,
  disks,
  managedImages,
  galleries,
  galleryImages,
  galleryImageVersions,
  virtualMachines,
  machineExtensions,
  runCommands,
  managedEnvironments,
  containerApps,
  containerJobs,
  managedClusters,
  virtualMachineScaleSets,
  virtualMachineScaleSetMachines,
  virtualMachineScaleSetInterfaces,
  serverFarms,
  webApps,
];

const resourceTypes: readonly ArmBehavior[] = ARM_TYPES.map(
  ({ type }) => BEHAVIORS.find((behavior) => behavior.type === type) ?? { type },
);

/** The namespaces that have a type, in the order of their first types. */
export function namespaces(): readonly string[] {
  return [...new Set(resourceTypes.map(({ type }) => type.split("/")[0] ?? ""))];
}

/** The names of the types in a namespace. */
export function typesIn(namespace: string): readonly string[] {
  const prefix = `${namespace.toLowerCase()}/`;
  return resourceTypes.map(({ type }) => type).filter((type) => type.toLowerCase().startsWith(prefix));
}

/**
 * The row of a type.
 *
 * @throws ArmError 404 for a type that the lab does not support.
 */
export function resourceTypeOf(type: string): ArmBehavior {
  const known = resourceTypes.find((candidate) => sameId(candidate.type, type));
  if (known === undefined) {
    const [namespace = "", ...types] = type.split("/");
    // @evidence log A type that is not known is 404 `InvalidResourceType`. Source: cloudquery/cloudquery #6629; the end
    // of the text is the lab's.
    throw new ArmError(
      404,
      "InvalidResourceType",
      `The resource type '${types.join("/")}' could not be found in the namespace '${namespace}'. The lab supports ${resourceTypes.map((entry) => entry.type).join(", ")}.`,
    );
  }
  return known;
}

import * as pulumi from "@pulumi/pulumi";
import { isGiven } from "../arguments/inputs";
import { inAzureTags } from "../arguments/rules/azure";
import { AzureVirtualMachine } from "../virtual-machine/azure-virtual-machine";
import { AZURE_VIRTUAL_MACHINE } from "../virtual-machine/azure-virtual-machine-args";
import { adoptVirtualMachine } from "./adopted-virtual-machine";
import type { AzurePlace } from "./azure-place";
import { mergedTags } from "./merged-tags";
import type { NamedWorkload } from "./named-workload";
import type { VmWayOut } from "./shared-address";
import type { SharedParts } from "./shared-parts";
import type { CheckedWorkload } from "./workload-settings";

/** The VM of a workload. */
export interface WorkloadMachine {
  readonly place: AzurePlace;
  /** The identities that the user must attach, if the VM is adopted. */
  readonly identityIds?: pulumi.Output<string>[];
  /** The outputs of the workload that concern the VM. */
  readonly outputs: {
    readonly vmId: pulumi.Output<string>;
    readonly vmName: pulumi.Output<string>;
    readonly egressAddress?: pulumi.Output<string>;
  };
}

/** What must exist before a VM gets the identity. */
export interface Federated {
  /** The ID of the identity, whether or not it is assigned. */
  readonly unassignedIdentityId: pulumi.Output<string>;
  readonly identityId: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
}

type CheckedMachine = NonNullable<CheckedWorkload["virtualMachine"]>;

/** Creates or adopts the VM of a workload, if it has one. */
export function workloadMachine(
  workload: NamedWorkload,
  federated: Federated,
  { paths: federation, place, network: shared, addresses, azureTags, options }: SharedParts,
): WorkloadMachine | undefined {
  const { key, name, paths, settings } = workload;
  const { virtualMachine, existingVirtualMachineId } = settings;
  if (virtualMachine !== undefined && place !== undefined) {
    const tags = mergedTags(azureTags, virtualMachine.tags, {
      paths: paths.virtualMachine,
      path: "tags",
      find: inAzureTags,
    });
    const network = shared?.placeOf(workload, tags);
    const args = {
      ...virtualMachine,
      ...place,
      tags,
      identityIds: [onceFederated(federated)],
      ...(network === undefined ? {} : { network }),
    };
    const machine = new AzureVirtualMachine(
      name,
      AZURE_VIRTUAL_MACHINE.checked(args, paths.virtualMachine),
      options,
    );
    const { vmId, vmName, egressAddress } = machine;
    const wayOut = network?.wayOut ?? ownWayOut(virtualMachine);
    if (wayOut !== undefined) {
      addresses.add({ key, allowedSourceIps: settings.allowedSourceIps, ...wayOut, address: egressAddress });
    }
    return { place, outputs: { vmId, vmName, egressAddress } };
  }
  if (existingVirtualMachineId === undefined) {
    return undefined;
  }
  const path = `workloads.${key}.existingVirtualMachineId`;
  const { vmName, ...where } = adoptVirtualMachine(
    federation,
    options.parent,
    path,
    existingVirtualMachineId,
    isGiven(settings.guest?.windowsHelper),
  );
  return {
    place: where,
    // A preview attaches nothing, so it need not wait.
    identityIds: [pulumi.runtime.isDryRun() ? federated.unassignedIdentityId : onceFederated(federated)],
    outputs: { vmId: pulumi.output(existingVirtualMachineId), vmName },
  };
}

/** How a VM outside the shared network reaches the internet. `undefined` if it has its own new NAT gateway. */
function ownWayOut({ natGatewayId, subnetId }: CheckedMachine): VmWayOut<pulumi.Input<string>> | undefined {
  if (isGiven(subnetId)) {
    return { subnetId };
  }
  return isGiven(natGatewayId) ? { natGatewayId } : undefined;
}

/** The identity, once the role also exists, so that nothing on the VM requests a session before it can succeed. */
function onceFederated({ identityId, roleArn }: Federated): pulumi.Output<string> {
  return pulumi.all([identityId, roleArn]).apply(([id]) => id);
}

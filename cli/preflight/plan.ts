/** Counts the planned resources, for the checks of quotas, rights, and policies in `preflight`. */
import { coded } from "../../messages";
import { UsageError } from "../command";
import type { Adopted } from "./adopted";

/** How much of each kind `pulumi up` creates in Azure. What is adopted does not count. */
export interface Plan {
  /** Workloads, each of which has a role in AWS. */
  readonly workloads: number;
  readonly vms: number;
  readonly identities: number;
  /** Virtual networks. */
  readonly networks: number;
  /** NAT gateways, each with its public IP address. */
  readonly natGateways: number;
  /** Whether a resource group is created. */
  readonly createsGroup: boolean;
  /** Whether anything is created in the federation's own resource group. */
  readonly hasGroup: boolean;
}

/** What decides how much is created. */
export interface PlanInputs {
  readonly vmCount: number;
  readonly isNetworkShared: boolean;
  readonly resourceGroup: string | undefined;
  readonly adopted: Adopted;
}

/**
 * What a federation creates. The rules are those of `components/federation`: a VM in an existing subnet has no network, and
 * without a new VM or identity there is no resource group.
 *
 * @throws {UsageError} If more is adopted than the federation has a use for.
 */
export function planOf({ vmCount, isNetworkShared, resourceGroup, adopted }: PlanInputs): Plan {
  const workloads = vmCount + adopted.virtualMachines.length;
  const networked = adopted.subnets.length > 0 ? 0 : vmCount;
  const networks = isNetworkShared ? Math.min(networked, 1) : networked;
  demandAtMost("--identity-id", adopted.identities.length, workloads, "per workload");
  // Each VM of a shared network may have a gateway of its own there.
  demandAtMost("--nat-gateway-id", adopted.natGateways.length, networked, "per new network");
  const identities = workloads - adopted.identities.length;
  const hasGroup = identities > 0 || vmCount > 0;
  return {
    workloads,
    vms: vmCount,
    identities,
    networks,
    natGateways: Math.max(0, networks - adopted.natGateways.length),
    createsGroup: hasGroup && resourceGroup === undefined,
    hasGroup: hasGroup || resourceGroup !== undefined,
  };
}

function demandAtMost(option: string, given: number, most: number, each: string): void {
  if (given > most) {
    throw new UsageError(
      coded(
        "option-too-often",
        `${option} is given too often. Expected at most ${most}: one ${each}; got ${given}. Remove one, or raise --vm-count`,
      ),
    );
  }
}

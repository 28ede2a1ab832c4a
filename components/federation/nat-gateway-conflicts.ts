import { coded } from "../../messages";
import { isObject } from "../../trust/kernel";
import { joinPaths, memberPath } from "../../trust/text";
import type { ArgumentChecks } from "../arguments/argument-checks";
import type { NetworkSettings } from "./network-settings";
import type { WorkloadSettings } from "./workload-settings";

/** The arguments of a federation that concern its network, not checked. */
interface GivenNetwork {
  readonly network?: NetworkSettings | undefined;
  readonly workloads: Readonly<Record<string, WorkloadSettings>>;
}

/**
 * Reports a NAT gateway that VMs in different virtual networks would use. Azure refuses it:
 * `NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks` (microsoft/azure_arc #3288).
 */
export function reportNatGateways(checks: ArgumentChecks, { network, workloads }: GivenNetwork): void {
  if (!isObject(workloads)) {
    return;
  }
  const users: { path: string; id: unknown; network: string }[] = Object.entries(workloads as object)
    .filter((entry): entry is [string, WorkloadSettings] => isObject(entry[1]))
    .map(([key, workload]) => ({
      path: joinPaths(memberPath("workloads", key), "virtualMachine.natGatewayId"),
      id: workload.virtualMachine?.natGatewayId,
      network: key,
    }));
  if (isObject(network)) {
    users.unshift({ path: "network.natGatewayId", id: network.natGatewayId, network: "" });
  }
  const holders = new Map<string, (typeof users)[number]>();
  for (const user of users) {
    if (typeof user.id !== "string") {
      continue;
    }
    const holder = holders.get(user.id.toLowerCase()) ?? user;
    holders.set(user.id.toLowerCase(), holder);
    if (holder.network !== user.network) {
      checks.report(
        user.path,
        coded(
          "nat-gateway-shared",
          `must differ from ${holder.path}: a NAT gateway serves one virtual network`,
          "Use two NAT gateways, or put both VMs into the federation's network",
        ),
        user.id,
      );
    }
  }
}

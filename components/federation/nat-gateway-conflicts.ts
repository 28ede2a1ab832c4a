import { coded } from "../../messages";
import { joinPaths, memberPath } from "../../trust/text";
import type { ArgumentChecks } from "../arguments/argument-checks";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";

/**
 * Reports a NAT gateway that VMs in different virtual networks would use. Azure refuses it:
 * `NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks` (microsoft/azure_arc #3288).
 */
export function reportNatGateways(
  checks: ArgumentChecks,
  { network, workloads }: CheckedFederationArgs,
): void {
  const users = [
    { path: "network.natGatewayId", id: network?.natGatewayId, network: "" },
    ...workloads.map(([key, { virtualMachine }]) => ({
      path: joinPaths(memberPath("workloads", key), "virtualMachine.natGatewayId"),
      id: virtualMachine?.natGatewayId,
      network: key,
    })),
  ];
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

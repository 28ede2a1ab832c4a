import { FEDERATION } from "../../messages";
import { isObject, joinPaths, memberPath } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven, isPlain } from "../arguments/inputs";
import { addressPrefix as prefixRule, addressSpace as spaceRule } from "../arguments/rules/network";
import type { NetworkSettings } from "./network-settings";
import { ADDRESS_SPACE, subnetProblems } from "./subnet-ranges";
import { isResident, type WorkloadSettings } from "./workload-settings";

/** The arguments of a federation that concern its network, not checked. */
interface GivenNetwork {
  readonly network?: NetworkSettings | undefined;
  readonly workloads: Readonly<Record<string, WorkloadSettings>>;
}

/**
 * Reports conflicting address ranges of a shared network. Ranges that are invalid by themselves are reported elsewhere, and
 * Outputs once they are known.
 */
export function reportSubnets(checks: ArgumentChecks, { network, workloads }: GivenNetwork): void {
  if (!isObject(network) || !isPlain(network) || !isObject(workloads)) {
    return;
  }
  const given = Object.entries(workloads as object) as [key: string, workload: WorkloadSettings][];
  const residents = given
    .filter(([, workload]) => isObject(workload) && isResident(workload))
    .map(([key, { virtualMachine }]) => ({ key, addressPrefix: virtualMachine?.addressPrefix ?? undefined }));
  const addressSpace: unknown = network.addressSpace ?? ADDRESS_SPACE;
  const ranges = residents.map(({ addressPrefix }) => addressPrefix);
  if (
    typeof addressSpace === "string" &&
    spaceRule(addressSpace).length === 0 &&
    ranges.every((range) => !isGiven(range) || (typeof range === "string" && prefixRule(range).length === 0))
  ) {
    checks.add(subnetProblems(addressSpace, residents as { key: string; addressPrefix?: string }[]));
  }
}

/**
 * Reports a NAT gateway that VMs in different virtual networks would use. Azure refuses it:
 * `NatGatewayCannotBeUsedBySubnetsBelongingToDifferentVirtualNetworks` (microsoft/azure_arc #3288).
 */
export function reportNatGateways(checks: ArgumentChecks, { network, workloads }: GivenNetwork): void {
  if (!isObject(workloads)) {
    return;
  }
  const isShared = isGiven(network);
  const users: { path: string; id: unknown; network: string }[] = Object.entries(workloads as object)
    .filter((entry): entry is [string, WorkloadSettings] => isObject(entry[1]))
    .map(([key, workload]) => ({
      path: joinPaths(memberPath("workloads", key), "virtualMachine.natGatewayId"),
      id: workload.virtualMachine?.natGatewayId,
      network: isShared && isResident(workload) ? "" : key,
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
      checks.report(user.path, FEDERATION.say("nat-gateway-shared", holder.path), user.id);
    }
  }
}

/** The preflight check against a lack of network quota in the Azure region, such as NAT gateways and addresses. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { counted } from "../../report/counted";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { Plan } from "../plan";
import { describeRoom, describeShortage, shortages, unlisted, type Usage } from "../quota";

/** How the report calls this check. */
export const NETWORK_QUOTA = coded("network-quota", "network quota");

/** What the manual says about this check. */
export const NETWORK_QUOTA_MANUAL: CheckManual = {
  check: NETWORK_QUOTA,
  cause:
    "The region has no room for the networks, security groups, interfaces, NAT gateways, or IP addresses. Adopted resources do not count.",
  fix: "Run `az network list-usages --location LOCATION --output table`. Request more quota, or share one network.",
  reads: "`Microsoft.Network/locations/usages/read`.",
  cannotTell: "For quotas that the region does not list. The check cannot tell if it lists none.",
};

/** What the check of the network quotas looks at. */
export interface NetworkQuotaFacts {
  readonly location: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly plan: Pick<Plan, "vms" | "networks" | "natGateways">;
  readonly usages: Reading<readonly Usage[]>;
}

/**
 * What each NAT gateway takes. Names that a region does not list count as unlimited if it lists others. The quota of Standard addresses is named as
 * in public scripts that read it.
 *
 * Source of the other names: azure-rest-api-specs, `specification/network`, example `UsageList.json`.
 */
const PER_GATEWAY: readonly string[] = [
  "NatGateways",
  "PublicIPAddresses",
  "StaticPublicIPAddresses",
  "IPv4StandardSkuPublicIpAddresses",
];

/** Whether the region's quotas leave room for the VMs' networks. */
export function checkNetworkQuota({
  location,
  subscriptionId,
  plan: { vms, networks, natGateways },
  usages,
}: NetworkQuotaFacts): Check {
  if (vms === 0) {
    return ok(NETWORK_QUOTA, "no VM is created");
  }
  if (location === undefined) {
    return cannotTell(NETWORK_QUOTA, "no region is configured");
  }
  if (!isRead(usages)) {
    return cannotTell(NETWORK_QUOTA, usages.refused);
  }
  const needs = [
    { name: "NetworkInterfaces", count: vms },
    // In an existing subnet, a VM has no security group of its own.
    ...(networks === 0 ? [] : [{ name: "NetworkSecurityGroups", count: vms }]),
    ...(networks === 0 ? [] : [{ name: "VirtualNetworks", count: networks }]),
    ...(natGateways === 0 ? [] : PER_GATEWAY.map((name) => ({ name, count: natGateways }))),
  ];
  const missing = shortages(usages.value, needs);
  if (missing.length === 0) {
    return unlisted(usages.value, needs).length < needs.length
      ? ok(NETWORK_QUOTA, `${describeRoom(usages.value, needs)} used in ${location}`)
      : cannotTell(NETWORK_QUOTA, `Azure lists none of the quotas in ${location}`);
  }
  const scope = `/subscriptions/${subscriptionId ?? "<subscription>"}/providers/Microsoft.Network/locations/${location}`;
  return wrong(NETWORK_QUOTA, {
    found: missing.map(describeShortage).join("; "),
    expected: `room for ${described(vms, networks, natGateways)} in ${location}`,
    fix: [
      "az extension add --name quota",
      ...missing.map(
        ({ name, used, needed }) =>
          `az quota update --resource-name ${name} --scope ${scope} --limit-object value=${used + needed}`,
      ),
      ...(networks > 0 ? ["# Or adopt what exists: natGatewayId or subnetId of virtualMachine."] : []),
      ...(networks > 1
        ? ["# Or let the VMs share one network: the argument network, here --shared-network."]
        : []),
    ].join("\n"),
  });
}

function described(vms: number, networks: number, natGateways: number): string {
  if (networks === 0) {
    return counted(vms, "network interface");
  }
  return natGateways === networks
    ? `${counted(networks, "network")} with a NAT gateway`
    : `${counted(networks, "network")} and ${counted(natGateways, "NAT gateway")}`;
}

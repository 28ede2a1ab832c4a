import { cannotTell, type Check, ok, wrong } from "../check";
import { describeRoom, describeShortage, shortages, type Usage } from "../quota";
import { isRead, type Reading } from "../reading";

/** What the check of the network quotas looks at. */
export interface NetworkQuotaFacts {
  readonly location: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly vmCount: number;
  /** Whether the VMs share one network: the federation's argument `network`. */
  readonly isShared: boolean;
  readonly usages: Reading<readonly Usage[]>;
}

/**
 * What each VM has. Names that a region does not list count as unlimited.
 *
 * Source: azure-rest-api-specs, `specification/network`, example `UsageList.json`.
 */
const PER_VM: readonly string[] = ["NetworkSecurityGroups", "NetworkInterfaces"];

/** What each network has, by the same source. The quota of Standard addresses is named as in public scripts that read it. */
const PER_NETWORK: readonly string[] = [
  "VirtualNetworks",
  "NatGateways",
  "PublicIPAddresses",
  "StaticPublicIPAddresses",
  "IPv4StandardSkuPublicIpAddresses",
];

/** Whether the region's quotas leave room for the VMs' networks. */
export function checkNetworkQuota({
  location,
  subscriptionId,
  vmCount,
  isShared,
  usages,
}: NetworkQuotaFacts): Check {
  const id = "network-quota";
  if (location === undefined) {
    return cannotTell(id, "no region is configured");
  }
  if (!isRead(usages)) {
    return cannotTell(id, usages.refused);
  }
  const networks = isShared ? 1 : vmCount;
  const needs = [
    ...PER_VM.map((name) => ({ name, count: vmCount })),
    ...PER_NETWORK.map((name) => ({ name, count: networks })),
  ];
  const missing = shortages(usages.value, needs);
  if (missing.length === 0) {
    return ok(id, `${describeRoom(usages.value, needs) || "no limit listed"} used in ${location}`);
  }
  const scope = `/subscriptions/${subscriptionId ?? "<subscription>"}/providers/Microsoft.Network/locations/${location}`;
  return wrong(id, {
    found: missing.map(describeShortage).join("; "),
    expected: `room for ${networks} network${networks === 1 ? "" : "s"} with a NAT gateway in ${location}`,
    fix: [
      "az extension add --name quota",
      ...missing.map(
        ({ name, used, needed }) =>
          `az quota update --resource-name ${name} --scope ${scope} --limit-object value=${used + needed}`,
      ),
      "# Or adopt what exists: natGatewayId or subnetId of virtualMachine.",
      ...(networks > 1
        ? ["# Or let the VMs share one network: the argument network, here --shared-network."]
        : []),
    ].join("\n"),
  });
}

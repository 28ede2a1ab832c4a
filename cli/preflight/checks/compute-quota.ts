/** The preflight check against a lack of vCPU and VM quota in the Azure region. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { VmSize } from "../facts";
import { describeRoom, describeShortage, type Need, shortages, unlisted, type Usage } from "../quota";
import { findSize } from "./vm-size";

/** How the report calls this check. */
export const COMPUTE_QUOTA = coded("compute-quota", "compute quota");

/** What the manual says about this check. */
export const COMPUTE_QUOTA_MANUAL: CheckManual = {
  check: COMPUTE_QUOTA,
  cause: "The region has no room for the vCPUs of the family, for all vCPUs, or for the number of the VMs.",
  fix: "Run `az vm list-usage --location LOCATION --output table`. Request more quota, or use another size or region.",
  reads: "`Microsoft.Compute/locations/usages/read`.",
  cannotTell: "What other deployments use meanwhile; a quota that Azure does not list.",
};

/** What the check of the compute quotas looks at. */
export interface ComputeQuotaFacts {
  readonly location: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly size: string;
  readonly vmCount: number;
  readonly sizes: Reading<readonly VmSize[]>;
  readonly usages: Reading<readonly Usage[]>;
}

/**
 * Whether the region's quotas leave room for the VMs: the vCPUs of their family, all vCPUs, and the number of VMs.
 *
 * Source: Azure Compute, "Usage - List"; Azure, "Check vCPU quotas".
 */
export function checkComputeQuota(facts: ComputeQuotaFacts): Check {
  const { location, subscriptionId, size, vmCount, sizes, usages } = facts;
  if (vmCount === 0) {
    return ok(COMPUTE_QUOTA, "no VM is created");
  }
  if (location === undefined) {
    return cannotTell(COMPUTE_QUOTA, "no region is configured");
  }
  if (!isRead(usages)) {
    return cannotTell(COMPUTE_QUOTA, usages.refused);
  }
  const found = isRead(sizes) ? findSize(sizes.value, size) : undefined;
  if (found === undefined) {
    return cannotTell(COMPUTE_QUOTA, `how many vCPUs ${size} has is not known`);
  }
  const vCpus = vmCount * found.vCpus;
  const needs: readonly Need[] = [
    { name: found.family, count: vCpus },
    { name: "cores", count: vCpus },
    { name: "virtualMachines", count: vmCount },
  ];
  const missing = shortages(usages.value, needs);
  if (missing.length === 0) {
    const unknown = unlisted(usages.value, needs);
    return unknown.length === 0
      ? ok(COMPUTE_QUOTA, `${describeRoom(usages.value, needs)} used in ${location}`)
      : cannotTell(COMPUTE_QUOTA, `Azure lists no quota ${unknown.join(", ")} in ${location}`);
  }
  const scope = `/subscriptions/${subscriptionId ?? "<subscription>"}/providers/Microsoft.Compute/locations/${location}`;
  return wrong(COMPUTE_QUOTA, {
    found: missing.map(describeShortage).join("; "),
    expected: `room for ${vmCount} x ${size} in ${location}`,
    fix: [
      "az extension add --name quota",
      ...missing.map(
        ({ name, used, needed }) =>
          `az quota update --resource-name ${name} --scope ${scope} --limit-object value=${used + needed}`,
      ),
    ].join("\n"),
  });
}

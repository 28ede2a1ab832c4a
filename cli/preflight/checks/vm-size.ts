/** The preflight check of the VM size: whether the subscription can use it in the region and zone. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { VmSize } from "../facts";

/** How the report calls this check. */
export const VM_SIZE = coded("vm-size", "VM size");

/** What the manual says about this check. */
export const VM_SIZE_MANUAL: CheckManual = {
  check: VM_SIZE,
  cause: "The region does not offer the size, or not in the zone, or the subscription may not use it.",
  fix: "Run `az vm list-skus --location LOCATION --resource-type virtualMachines --output table`, and choose another size or zone.",
  reads: "`Microsoft.Compute/skus/read`.",
};

/** What the check of the size looks at. */
export interface VmSizeFacts {
  readonly size: string;
  /** The availability zone of the VMs; `undefined` if they are in none. */
  readonly zone: string | undefined;
  /** How many VMs are created. */
  readonly vmCount: number;
  readonly location: string | undefined;
  /** All sizes of the region. */
  readonly sizes: Reading<readonly VmSize[]>;
}

/** How many other sizes are named. */
const NAMED = 3;

/** The size by its name, which compares without case. */
export function findSize(sizes: readonly VmSize[], name: string): VmSize | undefined {
  return sizes.find((size) => size.name.toLowerCase() === name.toLowerCase());
}

/** Whether the region offers the size to the subscription, in the wanted zone. */
export function checkVmSize({ size, zone, vmCount, location, sizes }: VmSizeFacts): Check {
  if (vmCount === 0) {
    return ok(VM_SIZE, "no VM is created");
  }
  if (location === undefined) {
    return cannotTell(VM_SIZE, "no region is configured", {
      fix: "pulumi config set azure-native:location <region>",
    });
  }
  if (!isRead(sizes)) {
    return cannotTell(VM_SIZE, sizes.refused);
  }
  const fix = `az vm list-skus --location ${location} --resource-type virtualMachines --output table`;
  if (sizes.value.length === 0) {
    return wrong(VM_SIZE, {
      found: `Azure offers the subscription no VM in ${location}`,
      expected: "a region that has VMs",
      fix: 'az account list-locations --query "[].name" --output tsv',
    });
  }
  const found = findSize(sizes.value, size);
  if (found !== undefined && found.restriction === undefined) {
    if (zone !== undefined && !found.zones.includes(zone)) {
      return wrong(VM_SIZE, {
        found: `${found.name} is not available in zone ${zone} of ${location}`,
        expected: found.zones.length === 0 ? "no zone" : `no zone, or one of ${found.zones.join(", ")}`,
        fix: `${fix} --zone`,
      });
    }
    const place = zone === undefined ? location : `zone ${zone} of ${location}`;
    return ok(VM_SIZE, `${found.name} in ${place}: ${found.vCpus} vCPU of ${found.family}`);
  }
  const usable = sizes.value.filter(({ restriction }) => restriction === undefined);
  const alike = usable.filter(({ vCpus }) => vCpus === (found?.vCpus ?? 1));
  const others = (alike.length > 0 ? alike : usable).slice(0, NAMED).map(({ name }) => name);
  return wrong(VM_SIZE, {
    found:
      found === undefined
        ? `Azure does not offer ${size} in ${location}`
        : `the subscription may not use ${size} in ${location} (${found.restriction ?? "restricted"})`,
    expected: `a size of the region, such as ${others.join(", ") || "none"}`,
    fix,
  });
}

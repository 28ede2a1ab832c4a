import { isObject } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven, isPlain } from "../arguments/inputs";
import { addressPrefix as prefixRule, addressSpace as spaceRule } from "../arguments/rules/network";
import type { NetworkSettings } from "./network-settings";
import { ADDRESS_SPACE, subnetProblems } from "./subnet-ranges";
import { isResident, type WorkloadSettings } from "./workload-settings";

/** What the arguments of a federation say of its network, not checked. */
interface GivenNetwork {
  readonly network?: NetworkSettings | undefined;
  readonly workloads: Readonly<Record<string, WorkloadSettings>>;
}

/**
 * Reports address ranges of a shared network that do not go together. Ranges that are wrong on their own are reported
 * elsewhere, and outputs once they are known.
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

/** What a federation creates and adopts, for tests of the checks. */
import type { Adopted } from "../../../../cli/preflight/adopted";
import { type ArmId, armIdOf } from "../../../../cli/preflight/arm-id";
import { type Plan, planOf } from "../../../../cli/preflight/plan";

const SUBSCRIPTION = "aaaaaaaa-2222-4333-8444-555555555555";

/** Nothing exists already. */
export const NOTHING: Adopted = {
  subnets: [],
  natGateways: [],
  identities: [],
  virtualMachines: [],
  image: undefined,
};

/** The plan of a federation; what is not given is as by default. */
export function plan(given: Partial<Parameters<typeof planOf>[0]> = {}): Plan {
  return planOf({ vmCount: 1, isNetworkShared: false, resourceGroup: undefined, adopted: NOTHING, ...given });
}

/** The ID of a resource in the group `hub`. */
export function adoptedId(type: string, ...names: readonly string[]): ArmId {
  const [namespace = "", ...types] = type.split("/");
  const path = types.map((one, index) => `${one}/${names[index] ?? ""}`).join("/");
  const id = armIdOf(`/subscriptions/${SUBSCRIPTION}/resourceGroups/hub/providers/${namespace}/${path}`, [
    type,
  ]);
  if (id === undefined) {
    throw new Error(`${type} has other names than ${names.join(", ")}`);
  }
  return id;
}

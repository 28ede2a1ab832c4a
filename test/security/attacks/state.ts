/** All that an attack could change: both clouds and the files of the virtual machine, as far as they can be looked at. */
import { isDeepStrictEqual } from "node:util";
import { accountState } from "./account-state";
import type { AttackContext } from "./attack";
import { azureState } from "./azure-state";
import { filesBelow } from "./files";

/** What is where, by the place. Two states are alike only if nothing was made, changed or removed. */
export type State = Readonly<Record<string, unknown>>;

/** Looks at everything: Azure, all AWS accounts of the lab, the files of the workload's machine. */
export async function stateOf({ lab, vm }: AttackContext): Promise<State> {
  const accounts = lab.aws.accountIds().map(async (accountId) => accountState(lab, accountId));
  const [files, ...states] = await Promise.all([filesBelow(vm.folder), ...accounts]);
  return Object.assign({}, azureState(lab), files, ...states) as State;
}

/** The places where two states differ, sorted. */
export function differences(one: State, other: State): readonly string[] {
  const places = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...places]
    .filter((place) => !isDeepStrictEqual(one[place], other[place]))
    .toSorted((first, second) => (first < second ? -1 : 1));
}

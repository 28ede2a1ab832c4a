/** The policy pack and the command line beside the judgment of the policy alone. */
import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../trust";
import { byCommandLine, byPack } from "../agreement/verdicts";
import { randomPolicy } from "./random-policies";

/** Has the pack and the command line say what they find in stacks with one role. @returns How many roles both accepted. */
export async function comparePack(from: number, count: number): Promise<number> {
  let accepted = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { policy } = randomPolicy(seed);
    const role = {
      type: "aws:iam/role:Role",
      name: "role",
      props: { assumeRolePolicy: JSON.stringify(policy) },
    };
    const { accepted: isAccepted, grants } = judgeTrustPolicy(policy);
    const expected = isAccepted ? "accepted" : "rejected";
    const said = [await byPack([role]), byCommandLine([role])];
    const isRole = isAccepted && grants.length === 0 ? [expected, "no role"] : [expected];
    assert.ok(
      said.every((verdict) => isRole.includes(verdict)),
      `randomPolicy(${seed}) ${JSON.stringify(policy)}: pack and command line say ${said.join(" and ")}, judge says ${expected}`,
    );
    accepted += Number(isAccepted);
  }
  return accepted;
}

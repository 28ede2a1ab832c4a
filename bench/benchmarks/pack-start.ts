import type { Benchmark } from "../benchmark";
import { EMPTY_PACK, POLICY_PACK, previewing, programStack } from "../engine";
import { atMost, compared } from "../figure";
import { inRounds } from "../rounds";

/** What the pack's start costs a small preview. */
export const packStart: Benchmark = {
  name: "pack-start",
  title: "preview of one role with the policy pack against the same with an empty pack",
  async run(context) {
    const { size, signal } = context;
    const stack = await programStack(context, "roles", "one", { roles: 1 });
    const { ours, against } = await inRounds(
      { rounds: size === "full" ? 21 : 1, warmUp: size === "full" ? 2 : 0, signal },
      {
        ours: previewing(stack, { policyPacks: [POLICY_PACK], signal, creates: 2 }),
        against: previewing(stack, { policyPacks: [EMPTY_PACK], signal, creates: 2 }),
      },
    );
    return [
      compared(
        { label: "preview of 1 role", unit: "ms", against: "an empty pack", goal: atMost(1.15) },
        { ours, against },
      ),
    ];
  },
};

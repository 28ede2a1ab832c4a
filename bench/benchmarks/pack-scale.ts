import type { Benchmark } from "../benchmark";
import { EMPTY_PACK, POLICY_PACK, previewing, programStack } from "../engine";
import { atLeast, atMost, compared, type Figure, single } from "../figure";
import { inRounds } from "../rounds";
import { fitLine } from "../statistics";

/** What the pack costs previews of many roles. */
export const packScale: Benchmark = {
  name: "pack-scale",
  title: "preview of 50, 500 and 2,000 roles with the policy pack against the same with an empty pack",
  async run(context) {
    const { size, signal, report } = context;
    const counts = size === "full" ? [50, 500, 2000] : [5];
    const figures: Figure[] = [];
    const points: (readonly [number, number])[] = [];
    for (const count of counts) {
      report(`previews of ${count} roles`);
      const stack = await programStack(context, "roles", `roles-${count}`, { roles: count });
      const { ours, against } = await inRounds(
        { rounds: size === "full" ? (count > 500 ? 5 : 11) : 1, warmUp: size === "full" ? 1 : 0, signal },
        {
          ours: previewing(stack, { policyPacks: [POLICY_PACK], signal }),
          against: previewing(stack, { policyPacks: [EMPTY_PACK], signal }),
        },
      );
      const figure = compared(
        { label: `preview of ${count} roles`, unit: "ms", against: "an empty pack", goal: atMost(1.1) },
        { ours, against },
      );
      points.push([count, figure.ours.median]);
      figures.push(figure);
    }
    if (points.length > 1) {
      const { slope, fit } = fitLine(points);
      figures.push(
        single({ label: "milliseconds a role, by the slope", unit: "ms" }, [slope]),
        single(
          {
            label: "how straight the growth is (R²)",
            unit: "",
            goal: atLeast(0.99),
          },
          [fit],
        ),
      );
    }
    return figures;
  },
};

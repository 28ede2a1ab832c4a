import { installAwsGuard } from "../aws-guard";
import type { Benchmark, BenchmarkContext } from "../benchmark";
import { EMPTY_PACK, POLICY_PACK, previewing, programStack } from "../engine";
import { atLeast, atMost, compared, type Figure, single } from "../figure";
import { inRounds } from "../rounds";
import { fitLine } from "../statistics";

/** What the pack costs previews of many roles. */
export const packScale: Benchmark = {
  name: "pack-scale",
  title: "preview of 50, 500 and 2,000 roles with the policy pack against an empty pack and AWSGuard",
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
          ours: previewing(stack, { policyPacks: [POLICY_PACK], signal, creates: count + 1 }),
          against: previewing(stack, { policyPacks: [EMPTY_PACK], signal, creates: count + 1 }),
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
      figures.push(await againstAwsGuard(context));
    }
    return figures;
  },
};

/** AWSGuard judges other things; it is there to show what a pack of that size costs. */
async function againstAwsGuard(context: BenchmarkContext): Promise<Figure> {
  const { signal, report } = context;
  const pack = await installAwsGuard(context);
  report("previews of 500 roles with AWSGuard");
  const stack = await programStack(context, "roles", "aws-guard", { roles: 500 });
  const samples = await inRounds(
    { rounds: 7, signal },
    {
      ours: previewing(stack, { policyPacks: [POLICY_PACK], signal, creates: 501 }),
      against: previewing(stack, { policyPacks: [pack], signal, creates: 501 }),
    },
  );
  return compared({ label: "preview of 500 roles", unit: "ms", against: "AWSGuard 0.3.1" }, samples);
}

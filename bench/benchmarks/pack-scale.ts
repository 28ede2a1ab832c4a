import { AWS_GUARD, installAwsGuard } from "../aws-guard";
import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import { EMPTY_PACK, IDLE_PACK, POLICY_PACK, previewing, programStack } from "../engine";
import { atMost, compared, type Figure } from "../figure";
import { growthFigures } from "../growth";
import type { Installed } from "../installing";
import { inRounds } from "../rounds";
import { type Measurement, unmeasured } from "../unmeasured";

/**
 * What the pack costs previews of many roles. The floor is a pack of as many rules that look at nothing: Pulumi's SDK shows
 * every resource and the stack to each anew. AWSGuard judges other things: it shows what a pack of that size costs.
 */
export const packScale: Benchmark = {
  name: "pack-scale",
  title: "preview of 50, 500 and 2,000 roles with the policy pack against an empty pack and AWSGuard",
  async run(context) {
    const { size, report } = context;
    // A smoke run does not wait for AWSGuard's hundreds of packages.
    const awsGuard = size === "full" ? await installAwsGuard(context) : undefined;
    const figures: Measurement[] = [];
    const points: (readonly [number, number])[] = [];
    for (const count of bySize(size, { full: [50, 500, 2000], smoke: [1, 2] })) {
      report(`previews of ${count === 1 ? "1 role" : `${count} roles`}`);
      const measured = await measure(context, count, awsGuard);
      points.push([count, measured[0].ours.median]);
      figures.push(...measured);
    }
    return [
      ...figures,
      ...growthFigures(points, { what: "milliseconds", one: "role", unit: "ms", limit: 1.1 }),
    ];
  },
};

async function measure(
  context: BenchmarkContext,
  count: number,
  awsGuard: Installed | undefined,
): Promise<readonly [Figure, ...Measurement[]]> {
  const { size, signal } = context;
  const stack = await programStack(context, "roles", `roles-${count}`, { roles: count });
  const withPack = (pack: string) => previewing(stack, { policyPacks: [pack], signal, creates: count + 1 });
  const { ours, empty, idle, ...others } = await inRounds(
    {
      rounds: bySize(size, { full: count > 500 ? 3 : 7, smoke: 1 }),
      warmUp: bySize(size, { full: 1, smoke: 0 }),
      signal,
    },
    {
      ours: withPack(POLICY_PACK),
      empty: withPack(EMPTY_PACK),
      idle: withPack(IDLE_PACK),
      ...(awsGuard && "path" in awsGuard ? { awsGuard: withPack(awsGuard.path) } : {}),
    },
  );
  const names = { label: count === 1 ? "preview of 1 role" : `preview of ${count} roles`, unit: "ms" };
  const besideGuard = { ...names, against: AWS_GUARD };
  return [
    compared({ ...names, against: "an empty pack", goal: atMost(1.1) }, { ours, against: empty }),
    compared(
      { label: `floor: ${names.label}, rules that look at nothing`, unit: "ms", against: "an empty pack" },
      { ours: idle, against: empty },
    ),
    ...(awsGuard && "notMeasured" in awsGuard ? [unmeasured(besideGuard, awsGuard)] : []),
    ...Object.values(others).map((against) => compared(besideGuard, { ours, against })),
  ];
}

import type { PulumiStack } from "../../lab/engine/pulumi-stack";
import type { Benchmark, BenchmarkContext } from "../benchmark";
import { programStack, succeeded } from "../engine";
import { atMost, compared, type Figure, single } from "../figure";
import { inRounds } from "../rounds";
import { fitLine } from "../statistics";

/** The file backend writes the whole state after each step, which grows with the square of the resources. */
const WITHOUT_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** What the component costs beside its resources, and how that grows with the workloads. */
export const component: Benchmark = {
  name: "component",
  title: "preview and up of 1 to 500 workloads against the same resources in a flat program",
  async run(context) {
    const counts = context.size === "full" ? [1, 10, 100, 500] : [1];
    const figures: Figure[] = [];
    const points: (readonly [number, number])[] = [];
    let registrations: readonly number[] = [];
    for (const count of counts) {
      const { preview, up, created } = await measure(context, count);
      figures.push(preview, up);
      points.push([count, up.ours.median]);
      registrations = [...registrations, created];
    }
    const [first = 0, last = 0] = [registrations[0], registrations.at(-1)];
    const workloads = (counts.at(-1) ?? 1) - (counts[0] ?? 1);
    if (workloads > 0) {
      figures.push(
        single({ label: "registrations a workload", unit: "" }, [(last - first) / workloads]),
        single({ label: "milliseconds of up a workload, by the slope", unit: "ms" }, [fitLine(points).slope]),
      );
    }
    return figures;
  },
};

async function measure(
  context: BenchmarkContext,
  count: number,
): Promise<{ preview: Figure; up: Figure; created: number }> {
  const { size, signal, report } = context;
  report(`${count} workloads`);
  const ours = await programStack(context, "component", `component-${count}`, { workloads: count });
  const against = await programStack(context, "flat", `flat-${count}`, { workloads: count });
  const rounds = size === "full" ? (count >= 500 ? 3 : count >= 100 ? 5 : 9) : 1;
  const options = { rounds, warmUp: size === "full" ? 1 : 0, signal };
  const preview = await inRounds(options, {
    ours: async () => void succeeded(await ours.preview({ signal })),
    against: async () => void succeeded(await against.preview({ signal })),
  });
  let created = 0;
  // One after the other: both are providers of one issuer, of which an account holds one.
  const upAndDestroy = (stack: PulumiStack) => async () => {
    const begun = performance.now();
    const { changes } = succeeded(await stack.up({ signal, environment: WITHOUT_CHECKPOINTS }));
    const time = performance.now() - begun;
    created = changes.create ?? 0;
    succeeded(await stack.destroy({ signal, environment: WITHOUT_CHECKPOINTS }));
    return time;
  };
  const up = await inRounds(
    { ...options, warmUp: 0 },
    { ours: upAndDestroy(ours), against: upAndDestroy(against) },
  );
  const names = { unit: "ms", against: "a flat program", goal: atMost(1.1) };
  return {
    preview: compared({ ...names, label: `preview of ${count} workloads` }, preview),
    up: compared({ ...names, label: `up of ${count} workloads` }, up),
    created,
  };
}

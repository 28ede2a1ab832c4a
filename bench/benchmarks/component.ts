import { readFile } from "node:fs/promises";
import path from "node:path";
import type { PulumiStack } from "../../lab/pulumi";
import type { Benchmark, BenchmarkContext } from "../benchmark";
import { programStack, succeeded, WITHOUT_CHECKPOINTS } from "../engine";
import { atMost, compared, type Figure, single } from "../figure";
import { growthFigures } from "../growth";
import { inRounds } from "../rounds";
import type { Measurement } from "../unmeasured";

/** What all programs register whatever the workloads, the stack included. Every run is checked to make as many. */
const FIXED = 8;

/** What all register for each workload: identity, assignment, role, permissions, and the components around them. */
const A_WORKLOAD = 6;

/**
 * What the component costs beside its resources, and how that grows with the workloads. The floor is a program by hand
 * with a tree of components that register the same inputs and outputs and ask the providers the same, without a check.
 */
export const component: Benchmark = {
  name: "component",
  title: "preview and up of 1 to 300 workloads against the same resources in a flat program",
  async run(context) {
    const counts = context.size === "full" ? [1, 10, 100, 300] : [1];
    const figures: Measurement[] = [];
    const times: (readonly [number, number])[] = [];
    const memories: (readonly [number, number])[] = [];
    for (const count of counts) {
      const { preview, up, memory } = await measure(context, count);
      figures.push(...preview, ...up, ...memory);
      times.push([count, up[0].ours.median]);
      memories.push([count, memory[0].ours.median]);
    }
    figures.push(single({ label: "registrations a workload", unit: "" }, [A_WORKLOAD]));
    if (counts.length > 1) {
      const by = { one: "workload", limit: 1.1, towards: 10_000 };
      figures.push(...growthFigures(times, { ...by, what: "milliseconds of up", unit: "ms" }));
      figures.push(...growthFigures(memories, { ...by, what: "megabytes of the program", unit: "MB" }));
    }
    return figures;
  },
};

async function measure(
  context: BenchmarkContext,
  count: number,
): Promise<Record<"preview" | "up" | "memory", readonly [ours: Figure, floor: Figure]>> {
  const { size, signal, report, folder } = context;
  const workloads = count === 1 ? "1 workload" : `${count} workloads`;
  report(workloads);
  const ours = await programStack(context, "component", `component-${count}`, { workloads: count });
  const against = await programStack(context, "flat", `flat-${count}`, { workloads: count });
  const floor = await programStack(context, "registrations", `registrations-${count}`, { workloads: count });
  const rounds = size === "full" ? (count >= 100 ? 3 : 9) : 1;
  const options = { rounds, warmUp: size === "full" ? 1 : 0, signal };
  const creates = FIXED + count * A_WORKLOAD;
  // A first preview needs as much memory as any, so that the warm-up counts.
  const peaks = { ours: [] as number[], against: [] as number[], floor: [] as number[] };
  const previewAndWeigh = (stack: PulumiStack, megabytes: number[]) => async () => {
    const file = path.join(folder, "peak-memory");
    succeeded(await stack.preview({ signal, environment: { BENCH_PEAK_MEMORY_FILE: file } }), creates);
    megabytes.push(Number(await readFile(file, "utf8")) / 1e6);
  };
  const preview = await inRounds(options, {
    ours: previewAndWeigh(ours, peaks.ours),
    against: previewAndWeigh(against, peaks.against),
    floor: previewAndWeigh(floor, peaks.floor),
  });
  // One after the other: all are providers of one issuer, of which an account holds one.
  const upAndDestroy = (stack: PulumiStack) => async () => {
    const begun = performance.now();
    succeeded(await stack.up({ signal, environment: WITHOUT_CHECKPOINTS }), creates);
    const time = performance.now() - begun;
    succeeded(await stack.destroy({ signal, environment: WITHOUT_CHECKPOINTS }));
    return time;
  };
  const up = await inRounds(
    { ...options, warmUp: 0 },
    { ours: upAndDestroy(ours), against: upAndDestroy(against), floor: upAndDestroy(floor) },
  );
  const inTime = { unit: "ms", goal: atMost(1.1) };
  return {
    preview: besideFloor({ ...inTime, label: `preview of ${workloads}` }, preview),
    up: besideFloor({ ...inTime, label: `up of ${workloads}` }, up),
    memory: besideFloor({ unit: "MB", label: `memory of the program, ${workloads}` }, peaks),
  };
}

/** Ours against the flat program, and below it the floor against the same. */
function besideFloor(
  names: { readonly label: string; readonly unit: string; readonly goal?: ReturnType<typeof atMost> },
  samples: Readonly<Record<"ours" | "against" | "floor", readonly number[]>>,
): readonly [ours: Figure, floor: Figure] {
  const against = "a flat program";
  return [
    compared({ ...names, against }, samples),
    compared(
      { label: `floor: ${names.label}, in such components by hand`, unit: names.unit, against },
      { ours: samples.floor, against: samples.against },
    ),
  ];
}

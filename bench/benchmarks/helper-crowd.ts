import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import { atMost, compared, type Figure, single } from "../figure";
import { type Contenders, withContenders } from "../helper/contenders";
import { type Command, runAtOnce } from "../helper/processes";
import type { Requests } from "../helper/workload";
import { inRounds } from "../rounds";
import { type Measurement, unmeasured } from "../unmeasured";

/** The crowd for which there is a goal. */
const LARGEST = 50;

/** Many callers at the same moment, as a parallel build or a fleet of workers starts them. */
export const helperCrowd: Benchmark = {
  name: "helper-crowd",
  title: "1, 10 and 50 credential helpers at once against as many empty Pythons and the post's script",
  run: (context) =>
    withContenders(context, async (contenders): Promise<Measurement[]> => {
      const counts = bySize(context.size, { full: [1, 10, LARGEST], smoke: [2] });
      const figures: Measurement[] = [];
      for (const count of counts) {
        context.report(`${count} at once`);
        figures.push(...(await againstPython(count, context, contenders)));
        const { script, withoutScript } = contenders;
        figures.push(
          script === undefined
            ? unmeasured(namesAgainstScript(count), withoutScript)
            : await againstScript(count, script, context, contenders),
        );
      }
      return figures;
    }),
};

async function againstPython(
  count: number,
  { size, signal }: BenchmarkContext,
  { clouds, environment, helper, emptyPython, forget }: Contenders,
): Promise<Figure[]> {
  const requests: number[] = [];
  const samples = await inRounds(
    { rounds: bySize(size, { full: 15, smoke: 1 }), signal },
    {
      python: () => runAtOnce(count, emptyPython, environment),
      async cold() {
        await forget();
        const before = await clouds.requests();
        const begun = performance.now();
        await runAtOnce(count, helper, environment);
        const taken = performance.now() - begun;
        requests.push(mostOfAKind(before, await clouds.requests()));
        return taken;
      },
      async warm() {
        await runAtOnce(1, helper, environment);
        const begun = performance.now();
        await runAtOnce(count, helper, environment);
        return performance.now() - begun;
      },
    },
  );
  const goal = count === LARGEST ? { goal: atMost(2) } : {};
  const names = { unit: "ms", against: count === 1 ? "an empty Python" : `${count} empty Pythons`, ...goal };
  const against = samples.python;
  return [
    compared({ label: `${count} at once, cold`, ...names }, { ours: samples.cold, against }),
    compared({ label: `${count} at once, warm`, ...names }, { ours: samples.warm, against }),
    single(
      {
        label: `${count} at once, cold: calls of STS, tokens and VM names, the most of one kind in any round`,
        unit: "",
        goal: atMost(1, ""),
      },
      [Math.max(...requests)],
    ),
  ];
}

/**
 * How often the crowd asked for what one answer is enough for.
 *
 * @throws Error when it did not ask STS at all, so that the round was not cold.
 */
function mostOfAKind(before: Requests, after: Requests): number {
  const kinds = ["sts", "imds", "instance"] as const;
  const [sts, ...others] = kinds.map((kind) => after[kind] - before[kind]);
  if (!sts) {
    throw new Error("a crowd whose cache was removed asked STS for nothing");
  }
  return Math.max(sts, ...others);
}

async function againstScript(
  count: number,
  script: Command,
  { size, signal }: BenchmarkContext,
  { environment, helper, forget }: Contenders,
): Promise<Figure> {
  const samples = await inRounds(
    { rounds: bySize(size, { full: 3, smoke: 1 }), warmUp: 0, signal },
    {
      async ours() {
        await forget();
        const begun = performance.now();
        await runAtOnce(count, helper, environment);
        return performance.now() - begun;
      },
      against: () => runAtOnce(count, script, environment),
    },
  );
  return compared(namesAgainstScript(count), samples);
}

function namesAgainstScript(count: number) {
  const against = count === 1 ? "the post's script" : `${count} times the post's script`;
  return { label: `${count} at once, cold`, unit: "ms", against };
}

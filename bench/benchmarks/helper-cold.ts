import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import { single, timesFaster } from "../figure";
import { type Contenders, withContenders } from "../helper/contenders";
import { run } from "../helper/processes";
import { inRounds } from "../rounds";
import { comparedWhereMeasured, type Measurement } from "../unmeasured";

/**
 * Milliseconds that each answer takes in the rows with a network: a usual round trip of STS, and no less than a metadata
 * service takes that has to ask for the token.
 */
const NETWORK = 100;

/** The helper's first call: token, checks, STS by TLS, cache. */
export const helperCold: Benchmark = {
  name: "helper-cold",
  title: "first call of the credential helper against the post's script",
  run: (context) =>
    withContenders(context, async (contenders): Promise<Measurement[]> => {
      const { first, python, script } = await measure(context, contenders);
      await contenders.clouds.answerAfter(NETWORK);
      const slow = await measure(context, contenders);
      const { withoutScript } = contenders;
      const label = "first call";
      const slowLabel = `first call, each answer after ${NETWORK} ms`;
      const names = { unit: "ms", against: "the post's script" };
      return [
        comparedWhereMeasured({ ...names, label, goal: timesFaster(3) }, first, script ?? withoutScript),
        single({ label: "floor: an empty Python", unit: "ms" }, python),
        comparedWhereMeasured({ ...names, label: slowLabel }, slow.first, slow.script ?? withoutScript),
      ];
    }),
};

async function measure(
  { size, signal }: BenchmarkContext,
  { environment, helper, emptyPython, script, forget }: Contenders,
): Promise<Readonly<Record<"first" | "python", number[]> & { script?: number[] }>> {
  return inRounds(
    { rounds: bySize(size, { full: 25, smoke: 1 }), signal },
    {
      async first() {
        await forget();
        const begun = performance.now();
        await run(helper, environment);
        return performance.now() - begun;
      },
      python: async () => run(emptyPython, environment),
      ...(script === undefined ? {} : { script: async () => run(script, environment) }),
    },
  );
}

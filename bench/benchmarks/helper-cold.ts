import { type Benchmark, bySize } from "../benchmark";
import { compared, type Figure, single, timesFaster } from "../figure";
import { inRounds } from "../rounds";
import { withContenders } from "../helper/contenders";
import { run } from "../helper/processes";

/** The helper's first call: token, checks, STS by TLS, cache. */
export const helperCold: Benchmark = {
  name: "helper-cold",
  title: "first call of the credential helper against the post's script",
  run: (context) =>
    withContenders(
      context,
      async ({ environment, helper, emptyPython, script, forget }): Promise<Figure[]> => {
        const rounds = bySize(context.size, { full: 25, smoke: 1 });
        const first = async () => {
          await forget();
          const begun = performance.now();
          await run(helper, environment);
          return performance.now() - begun;
        };
        const python = async () => run(emptyPython, environment);
        if (script === undefined) {
          const samples = await inRounds({ rounds, signal: context.signal }, { first, python });
          return [single({ label: "first call", unit: "ms" }, samples.first)];
        }
        const samples = await inRounds(
          { rounds, signal: context.signal },
          { first, python, script: async () => run(script, environment) },
        );
        return [
          compared(
            { label: "first call", unit: "ms", against: "the post's script", goal: timesFaster(3) },
            { ours: samples.first, against: samples.script },
          ),
          single({ label: "floor: an empty Python", unit: "ms" }, samples.python),
        ];
      },
    ),
};

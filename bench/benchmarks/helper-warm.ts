import { type Benchmark, bySize } from "../benchmark";
import { atMost, compared, type Figure, single, timesFaster } from "../figure";
import { withContenders } from "../helper/contenders";
import { run } from "../helper/processes";
import { type Candidate, inRounds } from "../rounds";
import { type Measurement, unmeasured } from "../unmeasured";

/** The row against the script. */
const AGAINST_SCRIPT = {
  label: "one call",
  unit: "ms",
  against: "the post's script",
  goal: timesFaster(25),
};

/** The helper with a session in its cache, as nearly every call finds it. */
export const helperWarm: Benchmark = {
  name: "helper-warm",
  title: "credential helper from its cache against the post's script, an empty Python and cat",
  run: (context) =>
    withContenders(context, async (contenders): Promise<Measurement[]> => {
      const { environment, script, withoutScript } = contenders;
      await run(contenders.helper, environment);
      const start = (command: readonly string[]) => async () => run(command, environment);
      const rounds = bySize(context.size, { full: 101, smoke: 2 });
      const { helper, python, cat } = await inRounds(
        { rounds, warmUp: 3, signal: context.signal },
        {
          helper: start(contenders.helper),
          python: start(contenders.emptyPython),
          cat: start(contenders.cat),
        },
      );
      const over = helper.map((sample, index) => sample - (python[index] ?? Number.NaN));
      return [
        script === undefined
          ? unmeasured(AGAINST_SCRIPT, withoutScript)
          : await againstScript(context, start(contenders.helper), start(script)),
        single({ label: "over an empty Python", unit: "ms", goal: atMost(12, "ms") }, over),
        compared(
          { label: "one call", unit: "ms", against: "cat of as much" },
          { ours: helper, against: cat },
        ),
        single({ label: "floor: an empty Python", unit: "ms" }, python),
      ];
    }),
};

/** Fewer rounds: the script takes so long that neighbours would measure a machine at rest. */
async function againstScript(
  { size, signal }: Parameters<Benchmark["run"]>[0],
  helper: Candidate,
  script: Candidate,
): Promise<Figure> {
  const rounds = bySize(size, { full: 15, smoke: 1 });
  const { ours, against } = await inRounds({ rounds, signal }, { ours: helper, against: script });
  return compared(AGAINST_SCRIPT, { ours, against });
}

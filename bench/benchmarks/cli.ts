import { type Benchmark, bySize } from "../benchmark";
import { atMost, compared, type Figure, single } from "../figure";
import { inRounds } from "../rounds";
import { withContenders } from "../helper/contenders";
import { run } from "../helper/processes";

/** Commands of the AWS CLI, one after the other. */
export const cli: Benchmark = {
  name: "cli",
  title: "aws s3 ls, 100 times, with the credential helper, with static keys and with the post's script",
  run: (context) =>
    withContenders(context, async ({ clouds, environment, listBuckets, script }): Promise<Figure[]> => {
      const rounds = bySize(context.size, { full: 100, smoke: 2 });
      const list = (profile: Parameters<typeof listBuckets>[0]) => async () =>
        run(listBuckets(profile), environment);
      const { helper, keys } = await inRounds(
        { rounds, signal: context.signal },
        { helper: list("helper"), keys: list("keys") },
      );
      const { sts } = await clouds.requests();
      const figures = [
        compared(
          { label: "one command", unit: "ms", against: "static keys", goal: atMost(1.1) },
          { ours: helper, against: keys },
        ),
        single({ label: `sessions for ${rounds} commands`, unit: "calls of STS", goal: atMost(1, "call") }, [
          sts,
        ]),
      ];
      if (script === undefined) {
        return figures;
      }
      const short = await inRounds(
        { rounds: bySize(context.size, { full: 15, smoke: 1 }), warmUp: 0, signal: context.signal },
        { ours: list("helper"), against: list("script") },
      );
      return [
        ...figures,
        compared({ label: "one command", unit: "ms", against: "the post's script" }, short),
      ];
    }),
};

import { type Benchmark, bySize } from "../benchmark";
import { atMost, compared, single } from "../figure";
import { type profiles, withContenders } from "../helper/contenders";
import { run } from "../helper/processes";
import { inRounds } from "../rounds";
import { comparedWhereMeasured, type Measurement } from "../unmeasured";

/** Commands of the AWS CLI, one after the other. */
export const cli: Benchmark = {
  name: "cli",
  title: "aws s3 ls, 100 times, with the credential helper, with static keys and with the post's script",
  run: (context) =>
    withContenders(context, async (contenders): Promise<Measurement[]> => {
      const { clouds, environment, listBuckets, script, withoutScript } = contenders;
      const rounds = bySize(context.size, { full: 100, smoke: 2 });
      const sessions = { helper: 0, keys: 0, script: 0 };
      const list = (profile: keyof typeof profiles) => async () => {
        const before = (await clouds.requests()).sts;
        const begun = performance.now();
        await run(listBuckets(profile), environment);
        const taken = performance.now() - begun;
        sessions[profile] += (await clouds.requests()).sts - before;
        return taken;
      };
      const { helper, keys, ...others } = await inRounds(
        { rounds, warmUp: 0, signal: context.signal },
        {
          helper: list("helper"),
          keys: list("keys"),
          ...(script === undefined ? {} : { script: list("script") }),
        },
      );
      const time = { label: "one command", unit: "ms" };
      const calls = { label: `sessions for ${rounds} commands`, unit: "calls of STS" };
      const against = "the post's script";
      return [
        compared({ ...time, against: "static keys", goal: atMost(1.1) }, { ours: helper, against: keys }),
        comparedWhereMeasured({ ...time, against }, helper, others.script ?? withoutScript),
        single({ ...calls, goal: atMost(1, "call") }, [sessions.helper]),
        comparedWhereMeasured(
          { ...calls, against },
          [sessions.helper],
          script === undefined ? withoutScript : [sessions.script],
        ),
      ];
    }),
};

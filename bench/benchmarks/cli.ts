import { type Benchmark, bySize } from "../benchmark";
import { atMost, compared, type Figure, single } from "../figure";
import { inRounds } from "../rounds";
import { type profiles, withContenders } from "../helper/contenders";
import { run } from "../helper/processes";

/** Commands of the AWS CLI, one after the other. */
export const cli: Benchmark = {
  name: "cli",
  title: "aws s3 ls, 100 times, with the credential helper, with static keys and with the post's script",
  run: (context) =>
    withContenders(context, async ({ clouds, environment, listBuckets, script }): Promise<Figure[]> => {
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
      return [
        compared({ ...time, against: "static keys", goal: atMost(1.1) }, { ours: helper, against: keys }),
        ...(others.script === undefined
          ? []
          : [compared({ ...time, against: "the post's script" }, { ours: helper, against: others.script })]),
        single({ ...calls, goal: atMost(1, "call") }, [sessions.helper]),
        ...(script === undefined
          ? []
          : [
              compared(
                { ...calls, against: "the post's script" },
                { ours: [sessions.helper], against: [sessions.script] },
              ),
            ]),
      ];
    }),
};

import { DEPLOYER } from "../../lab/aws";
import { PLUGIN_ENTRIES } from "../../lab/pulumi";
import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import { programStack, succeeded, WITHOUT_CHECKPOINTS } from "../engine";
import { single } from "../figure";
import { growthFigures } from "../growth";
import { type ProcessMemory, tellsMemory, watchTree } from "../process-tree";
import { inRounds } from "../rounds";
import { quantile } from "../statistics";
import { type Measurement, unmeasured } from "../unmeasured";

/** What is registered whatever the accounts: stack, resource group, and the parts of audience and workload. */
const FIXED = 8;

/** And for each account: its provider, the OIDC provider, the role, its permissions, and two components around them. */
const AN_ACCOUNT = 6;

/** What is measured of an `up`, with its unit. Of the memory it is the most at any look. */
const MEASURED = {
  "milliseconds of up": "ms",
  "plugin processes": "",
  "megabytes of the plugins": "MB",
  "megabytes of the program": "MB",
} as const;

type What = keyof typeof MEASURED;
type Samples = Readonly<Record<What, readonly number[]>>;

/**
 * What each account more costs a stack with one identity, and in every account a role by a provider of its own, for which
 * the engine starts a plugin. The plugins are the lab's: as many as with the clouds, but not as large.
 */
export const accounts: Benchmark = {
  name: "accounts",
  title:
    "up of one identity with a role in each of 1 to 20 AWS accounts, and the memory of the lab's plugins",
  async run(context) {
    const counts = bySize(context.size, { full: [1, 5, 20], smoke: [1, 2] });
    const ids = Array.from({ length: Math.max(...counts) }, (_, number) => String(222_233_330_000 + number));
    await context.lab({ awsMembers: ids.map((accountId) => ({ accountId, buckets: {} })) });
    const measured: (readonly [count: number, Samples])[] = [];
    for (const count of counts) {
      measured.push([count, await measure(context, ids.slice(0, count))]);
    }
    return (Object.keys(MEASURED) as What[]).flatMap((what) => rowsOf(what, measured));
  },
};

/** A row a size, and how the cost grows. */
function rowsOf(what: What, measured: readonly (readonly [number, Samples])[]): Measurement[] {
  const unit = MEASURED[what];
  const sizes = measured.map(([count, samples]) => [count, samples[what]] as const);
  if (sizes.some(([, samples]) => samples.length === 0)) {
    return [unmeasured({ label: what, unit }, { notMeasured: "only Linux tells" })];
  }
  return [
    ...sizes.map(([count, samples]) => single({ label: `${what}, ${accountsOf(count)}`, unit }, samples)),
    ...growthFigures(
      sizes.map(([count, samples]) => [count, quantile(samples, 0.5)] as const),
      { what, one: "member account", unit, limit: 1.1, towards: 1000 },
    ),
  ];
}

async function measure(context: BenchmarkContext, ids: readonly string[]): Promise<Samples> {
  const { size, signal, report } = context;
  report(accountsOf(ids.length));
  const deployers = ids.map((id) => `arn:aws:iam::${id}:role/${DEPLOYER}`);
  const stack = await programStack(context, "accounts", `accounts-${ids.length}`, { deployers });
  const peaks = { plugins: [] as number[], ofPlugins: [] as number[], ofProgram: [] as number[] };
  const upAndDestroy = (watch?: (pid: number) => void) => async () => {
    const begun = performance.now();
    const watching = watch === undefined ? {} : { onStart: watch };
    const run = await stack.up({ signal, environment: WITHOUT_CHECKPOINTS, ...watching });
    const time = performance.now() - begun;
    succeeded(run, FIXED + AN_ACCOUNT * ids.length);
    succeeded(await stack.destroy({ signal, environment: WITHOUT_CHECKPOINTS }));
    return time;
  };
  // Who watches takes time too, so that a full run takes the times apart.
  const watched = await inRounds(
    { rounds: bySize(size, { full: 2, smoke: 1 }), warmUp: 0, signal },
    {
      async up() {
        const looks: (readonly ProcessMemory[])[] = [];
        let end: Promise<void> | undefined;
        const time = await upAndDestroy((pid) => {
          if (tellsMemory) {
            end = watchTree(pid, (processes) => looks.push(processes));
          }
        })();
        await end;
        if (tellsMemory) {
          peaks.plugins.push(most(looks, isPlugin, () => 1));
          peaks.ofPlugins.push(most(looks, isPlugin, megabytes));
          peaks.ofProgram.push(most(looks, isProgram, megabytes));
        }
        return time;
      },
    },
  );
  const timed =
    size === "full" ? await inRounds({ rounds: 4, warmUp: 0, signal }, { up: upAndDestroy() }) : watched;
  return {
    "milliseconds of up": timed.up,
    "plugin processes": peaks.plugins,
    "megabytes of the plugins": peaks.ofPlugins,
    "megabytes of the program": peaks.ofProgram,
  };
}

function accountsOf(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}

const plugins = Object.values(PLUGIN_ENTRIES).map(({ entry }) => entry);
const isPlugin = ({ command }: ProcessMemory): boolean => plugins.some((entry) => command.includes(entry));
const isProgram = ({ command }: ProcessMemory): boolean => command.includes("@pulumi/pulumi/cmd/run");
const megabytes = ({ bytes }: ProcessMemory): number => bytes / 1e6;

/** The largest sum over the processes of a kind that were there at one moment. */
function most(
  looks: readonly (readonly ProcessMemory[])[],
  isOfKind: (process: ProcessMemory) => boolean,
  amount: (process: ProcessMemory) => number,
): number {
  const sums = looks.map((processes) =>
    processes.filter(isOfKind).reduce((sum, process) => sum + amount(process), 0),
  );
  return Math.max(...sums);
}

import path from "node:path";
import { PulumiStack } from "../../lab/pulumi";
import { provideYamlLanguageHost } from "../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../tools/project-root";
import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import { previewing } from "../engine";
import { atMost, compared, type Figure, single, timesFaster } from "../figure";
import { type Candidate, inRounds } from "../rounds";

/** What one workload without a machine consists of. */
const RESOURCES = 8;

/** The federation and its parts, which are registered too. */
const COMPONENTS = 5;

const LABEL = "preview of 1 workload";

/** What it costs a program in YAML that its component lives in a plugin. */
export const pluginStart: Benchmark = {
  name: "plugin-start",
  title: "YAML preview with the packaged component against plain YAML and a host that infers its schema",
  async run(context) {
    const { size, signal } = context;
    const { cli } = await context.toolchain();
    const lab = await context.lab();
    await provideYamlLanguageHost(cli, lab.pulumi.environment.PULUMI_HOME, context);
    const ours = await yamlStack(context, "yaml-component");
    const plain = await yamlStack(context, "yaml-flat");
    const rounds = bySize(size, { full: 11, smoke: 1 });
    const candidates = {
      ours: previewing(ours, { signal, creates: COMPONENTS + RESOURCES + 1 }),
      plain: previewing(plain, { signal, creates: RESOURCES + 1 }),
    };
    const samples = await inRounds(
      { rounds, warmUp: bySize(size, { full: 1, smoke: 0 }), signal },
      candidates,
    );
    const over = samples.ours.map((sample, index) => (sample - (samples.plain[index] ?? Number.NaN)) / 1000);
    return [
      single({ label: "over the same resources in plain YAML", unit: "s", goal: atMost(2, "s") }, over),
      compared(
        { label: LABEL, unit: "ms", against: "plain YAML" },
        { ours: samples.ours, against: samples.plain },
      ),
      // It type-checks whole SDKs at each start, which a smoke run does not wait for.
      ...(size === "full" ? [await againstInferred(context, candidates.ours)] : []),
    ];
  },
};

async function againstInferred(context: BenchmarkContext, packaged: Candidate): Promise<Figure> {
  const { signal } = context;
  const inferred = previewing(await yamlStack(context, "yaml-inferred"), { signal, creates: RESOURCES + 2 });
  const samples = await inRounds({ rounds: 5, signal }, { ours: packaged, against: inferred });
  const against = "a component whose schema is inferred";
  return compared({ label: LABEL, unit: "ms", against, goal: timesFaster(5) }, samples);
}

async function yamlStack(context: BenchmarkContext, program: string): Promise<PulumiStack> {
  return PulumiStack.create((await context.lab()).pulumi, {
    projectDirectory: path.join(PROJECT_ROOT, "bench/programs", program),
    stackName: "bench",
    directory: path.join(context.folder, program),
    config: {},
  });
}

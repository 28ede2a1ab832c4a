import { runDemo } from "../../tools/demo/run-demo";
import type { Benchmark } from "../benchmark";
import { atMost, single } from "../figure";
import { summarise } from "../statistics";

/** The whole demo, and where its time goes. */
export const demo: Benchmark = {
  name: "demo",
  title: "npm run demo with the Pulumi CLI in the cache, by step",
  async run({ size, signal, report, toolchain }) {
    await toolchain();
    const runs: (readonly { readonly title: string; readonly seconds: number }[])[] = [];
    for (let round = 0; round < (size === "full" ? 3 : 1); round++) {
      report(`demo, round ${round + 1}`);
      runs.push((await runDemo({ display: "nowhere", signal })).seconds);
    }
    const steps = runs[0] ?? [];
    return [
      single(
        { label: "all steps", unit: "s", goal: atMost(60, "s") },
        runs.map((seconds) => seconds.reduce((sum, step) => sum + step.seconds, 0)),
      ),
      ...steps.map(({ title }, index) => ({
        label: title,
        unit: "s",
        ours: summarise(runs.map((seconds) => seconds[index]?.seconds ?? 0)),
      })),
    ];
  },
};

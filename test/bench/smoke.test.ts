import assert from "node:assert/strict";
import { benchmarks } from "../../bench/benchmarks";
import type { Figure } from "../../bench/figure";
import { measuredCode } from "../../bench/measured-code";
import { runBenchmark } from "../../bench/run-benchmark";

/**
 * What a smoke run measures. A full one measures more sizes and how the cost grows with them, and besides what only it
 * waits for: Checkov, AWSGuard and the component whose schema is inferred.
 */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  judge: ["50 trust policies / JSON.parse"],
  "judge-scale": [
    "294 statements in 128 KiB",
    "3323 values in 127 KiB",
    "3405 keys in 128 KiB",
    "1386 providers in 128 KiB",
    "968 repeated ARNs in 128 KiB",
    "1669 twice pinned values in 128 KiB",
  ],
  "pack-start": ["preview of 1 role / an empty pack"],
  "pack-scale": [
    "preview of 1 role / an empty pack",
    "floor: preview of 1 role, rules that look at nothing / an empty pack",
  ],
  component: [
    ...["preview of 1 workload", "up of 1 workload", "memory of the program, 1 workload"].flatMap((label) => [
      `${label} / a flat program`,
      `floor: ${label}, in such components by hand / a flat program`,
    ]),
    "registrations a workload",
  ],
  import: ["type-check", "start"].flatMap((what) => [
    `${what} / @pulumi/pulumi alone`,
    `${what} / whole provider SDKs`,
    `floor: ${what} with @pulumi/pulumi alone / whole provider SDKs`,
  ]),
  "plugin-start": ["over the same resources in plain YAML", "preview of 1 workload / plain YAML"],
  "helper-warm": [
    "one call / the post's script",
    "over an empty Python",
    "one call / cat of as much",
    "floor: an empty Python",
  ],
  "helper-cold": [
    "first call / the post's script",
    "floor: an empty Python",
    "first call, each answer after 100 ms / the post's script",
  ],
  "helper-crowd": [
    "2 at once, cold / 2 empty Pythons",
    "2 at once, warm / 2 empty Pythons",
    "2 at once, cold: calls of STS, tokens and VM names, the most of one kind in any round",
    "2 at once, cold / 2 times the post's script",
  ],
  cli: [
    "one command / static keys",
    "one command / the post's script",
    "sessions for 2 commands",
    "sessions for 2 commands / the post's script",
  ],
  demo: [
    "all steps",
    "Pulumi CLI and Python tools",
    "Lab",
    "pulumi up --policy-pack policypack",
    "Helper and AWS config in the VM",
    "Buckets from the VM",
    "What must not work",
    "pulumi preview --policy-pack policypack of examples/insecure",
    "Second pulumi up, then pulumi destroy",
  ],
};

/** Which figures there would be without the post's script, which wants curl and jq. */
const isWithoutScript = (label: string) => !label.includes("the post's script");

function nameOf({ label, against }: Figure): string {
  return against === undefined ? label : `${label} / ${against.label}`;
}

describe("each benchmark puts out figures", () => {
  it("and there is a list of them for each", () => {
    assert.deepEqual(
      benchmarks.map(({ name }) => name),
      Object.keys(MEASURED),
    );
  });

  // Engines and labs start in each.
  for (const benchmark of benchmarks) {
    it(benchmark.name, async function () {
      this.timeout(180_000);
      const reports: string[] = [];
      const { figures } = await runBenchmark(benchmark, {
        size: "smoke",
        report: (line) => reports.push(line),
        code: await measuredCode(),
        signal: new AbortController().signal,
      });
      const expected = [...(MEASURED[benchmark.name] ?? [])].sort();
      const measured = figures.map(nameOf).sort();
      if (reports.some((line) => line.startsWith("the post's script is left out"))) {
        const missing = expected.filter(isWithoutScript).filter((label) => !measured.includes(label));
        assert.deepEqual(missing, []);
      } else {
        assert.deepEqual(measured, expected);
      }
      for (const { label, ours, against } of figures) {
        assert.ok(Number.isFinite(ours.median) && ours.count > 0, label);
        assert.ok(against === undefined || (Number.isFinite(against.median) && against.count > 0), label);
      }
    });
  }
});

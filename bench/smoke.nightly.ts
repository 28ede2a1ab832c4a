import assert from "node:assert/strict";
import { benchmarks } from "./benchmarks";
import { measuredCode } from "./measured-code";
import { runBenchmark } from "./run-benchmark";
import { GROWING } from "./trust-policies";
import { isUnmeasured, type Measurement } from "./unmeasured";

/**
 * What a smoke run measures: the smallest sizes, once. Three things only a full run waits for, each of which takes more than
 * 20 seconds beside other tests. AWSGuard has hundreds of packages to unpack. The component whose schema is inferred has
 * whole SDKs type-checked at its start. The growth of `component` needs a second size of three stacks; what computes it is
 * tested by itself, and run with `pack-scale`.
 */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  judge: [
    "50 trust policies / JSON.parse",
    "1000 trust policies for GitHub Actions / Checkov CKV_AWS_393",
    "Checkov's start-up and one role, for comparison",
  ],
  "judge-scale": [
    "294 statements in 128 KiB",
    "3323 values in 127 KiB",
    "3405 keys in 128 KiB",
    "1386 providers in 128 KiB",
    "968 repeated ARNs in 128 KiB",
    "1669 twice pinned values in 128 KiB",
    ...GROWING.flatMap((part) => [
      `microseconds a ${part}, by the slope`,
      `microseconds: power of the growth by ${part}s`,
      `with room for young objects (64 MB): power of the growth by ${part}s`,
      `floor, JSON.parse alone: power of the growth by ${part}s`,
    ]),
  ],
  "pack-start": ["preview of 1 role / an empty pack"],
  "pack-scale": [
    ...["preview of 1 role", "preview of 2 roles"].flatMap((label) => [
      `${label} / an empty pack`,
      `floor: ${label}, rules that look at nothing / an empty pack`,
    ]),
    "milliseconds a role, by the slope",
    "milliseconds: power of the growth by roles",
  ],
  component: [
    ...["preview of 1 workload", "up of 1 workload", "memory of the program, 1 workload"].flatMap((label) => [
      `${label} / a flat program`,
      `floor: ${label}, in such components by hand / a flat program`,
    ]),
    "registrations a workload",
  ],
  accounts: [
    "milliseconds of up",
    "plugin processes",
    "megabytes of the plugins",
    "megabytes of the program",
  ].flatMap((what) => [
    `${what}, 1 account`,
    `${what}, 2 accounts`,
    `${what} a member account, by the slope`,
    `${what}: power of the growth by member accounts`,
    `${what}, 1,000 member accounts by the slope`,
  ]),
  import: ["type-check", "start"].flatMap((what) => [
    `${what} / @pulumi/pulumi alone`,
    `${what} / whole provider SDKs`,
    `floor: ${what} with @pulumi/pulumi alone / whole provider SDKs`,
  ]),
  keys: [
    "20,000 events in 728 files",
    "20,000 events in 728 files: time of the processor",
    "20,000 events in 728 files: most memory",
  ],
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
  "cli-start": ["--help / an empty Node", "a usage error / an empty Node", "a folder with one role"],
  cli: [
    "one command / static keys",
    "one command / the post's script",
    "sessions for 2 commands",
    "sessions for 2 commands / the post's script",
  ],
  audit: [
    ...["text", "json", "markdown", "sarif"].flatMap((format) =>
      [format, `every federated one open, ${format}`].flatMap((label) => [
        `0.0013 GB, 200 roles, ${label}`,
        `0.0013 GB, 200 roles, ${label}: most memory`,
      ]),
    ),
    "12 federated roles, html",
    "12 federated roles, html: most memory",
    "20 roles, start included / Cloudsplaining",
    "20 roles, start included / Parliament",
  ],
  "audit-page": [
    "making the page of 12 roles",
    "size of the page, 12 roles",
    "first paint, 12 roles",
    "a search, 12 roles",
  ],
  demo: [
    "all steps",
    "Find or install the Pulumi CLI and the Python tools",
    "Start the lab, which plays Azure and AWS",
    "Deploy the quickstart: pulumi up --policy-pack policypack",
    "Find the credential helper and the AWS config in the VM",
    "List the buckets from the VM",
    "Try what both clouds must refuse",
    "Preview examples/insecure, which the policy pack must refuse",
    "Run pulumi up again, then pulumi destroy",
  ],
};

/** Why a row may be without its figure on a machine that is not prepared for all of them, and in the smallest sizes. */
const REASONS = [
  /^(bash|curl|jq)( and (curl|jq))* (is|are) missing$/,
  /^(Checkov|Cloudsplaining) is not in the cache$/,
  /^There is no \S+\. Install Debian's package chromium/,
  /^its start-up varied more than its roles took$/,
  /^(too few sizes|more cost no more)$/,
];

function nameOf({ label, against }: Measurement): string {
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
      const { figures } = await runBenchmark(benchmark, {
        size: "smoke",
        report: () => undefined,
        code: await measuredCode(),
        signal: new AbortController().signal,
      });
      assert.deepEqual(figures.map(nameOf).sort(), [...(MEASURED[benchmark.name] ?? [])].sort());
      for (const figure of figures) {
        if (isUnmeasured(figure)) {
          const { label, notMeasured } = figure;
          assert.ok(
            REASONS.some((reason) => reason.test(notMeasured)),
            `${label}: ${notMeasured}`,
          );
          continue;
        }
        const { label, ours, against } = figure;
        assert.ok(Number.isFinite(ours.median) && ours.count > 0, label);
        assert.ok(against === undefined || (Number.isFinite(against.median) && against.count > 0), label);
      }
    });
  }
});

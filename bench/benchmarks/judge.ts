import assert from "node:assert/strict";
import path from "node:path";
import { judgeTrustPolicy } from "@azure-to-aws/federation/trust";
import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import {
  CHECKOV_CHECK,
  type CheckovSummary,
  installCheckov,
  runCheckov,
  terraformRoles,
} from "../checkov/checkov";
import { atMost, compared, single, timesFaster } from "../figure";
import { inRounds } from "../rounds";
import { gitHubTrustPolicies, trustPolicies } from "../trust-policies";
import { comparedWhereMeasured, type Measurement, unmeasured } from "../unmeasured";

/** Roles for Checkov, also in a smoke run: of few its time would not stand out from its start-up. */
const CHECKOV_ROLES = 1000;

/** Judging trust policies, against parsing them and against Checkov's rule. */
export const judge: Benchmark = {
  name: "judge",
  title: "judging distinct trust policies against JSON.parse and Checkov's OIDC rule",
  async run(context) {
    const count = bySize(context.size, { full: 1000, smoke: 50 });
    const documents = trustPolicies(count);
    const samples = await inRounds(
      { rounds: bySize(context.size, { full: 41, smoke: 3 }), warmUp: 5, signal: context.signal },
      {
        ours: judging(documents),
        against() {
          for (const document of documents) {
            JSON.parse(document);
          }
        },
      },
    );
    return [
      compared(
        { label: `${count} trust policies`, unit: "ms", against: "JSON.parse", goal: atMost(8) },
        samples,
      ),
      ...(await againstCheckov(context)),
    ];
  },
};

function judging(documents: readonly string[]): () => void {
  return () => {
    for (const document of documents) {
      judgeTrustPolicy(document);
    }
  };
}

/**
 * Checkov's start-up is taken off: what it takes for all roles less what it takes for one. So the judge, too, is held
 * against it once it is warm. What remains of Checkov has the parsing of Terraform in it, which it has no way around.
 */
async function againstCheckov(context: BenchmarkContext): Promise<readonly Measurement[]> {
  const { folder, signal, report, size } = context;
  const count = CHECKOV_ROLES;
  const names = {
    label: `${count} trust policies for GitHub Actions`,
    unit: "ms",
    against: `Checkov ${CHECKOV_CHECK}`,
    goal: timesFaster(100),
  };
  const startUp = { label: "Checkov's start-up and one role, for comparison", unit: "ms" };
  const checkov = await installCheckov(context);
  if ("notMeasured" in checkov) {
    return [unmeasured(names, checkov), unmeasured(startUp, checkov)];
  }
  const documents = gitHubTrustPolicies(count);
  const many = path.join(folder, "many");
  const one = path.join(folder, "one");
  await terraformRoles(many, documents);
  await terraformRoles(one, documents.slice(0, 1));
  // What Checkov takes for all roles is the difference of two times that vary by a tenth.
  const rounds = bySize(size, { full: 21, smoke: 1 });
  report(`Checkov ${CHECKOV_CHECK} on ${count} roles, ${rounds} rounds`);
  const judgeAll = judging(documents);
  const weak = documents.filter((document) => !judgeTrustPolicy(document).accepted).length;
  const checked = async (roles: string, expected: CheckovSummary) => {
    const begun = performance.now();
    const summary = await runCheckov(checkov.path, roles, signal);
    const taken = performance.now() - begun;
    assert.deepEqual({ passed: summary.passed, failed: summary.failed }, expected, "both find the same");
    return taken;
  };
  const warm = (times: number) => {
    for (let run = 0; run < times; run++) {
      judgeAll();
    }
  };
  warm(40);
  const samples = await inRounds(
    { rounds, warmUp: bySize(size, { full: 1, smoke: 0 }), signal },
    {
      // Checkov leaves the processor's caches cold; its own start-up is taken off, so ours is too.
      ours() {
        warm(5);
        const begun = performance.now();
        judgeAll();
        return performance.now() - begun;
      },
      many: async () => checked(many, { passed: count - weak, failed: weak }),
      one: async () => checked(one, { passed: 0, failed: 1 }),
    },
  );
  const against = samples.many.map((time, round) => time - (samples.one[round] ?? Number.NaN));
  const isClear = Math.min(...against) > 0;
  const restless = { notMeasured: "its start-up varied more than its roles took" };
  return [
    comparedWhereMeasured(names, samples.ours, isClear ? against : restless),
    single(startUp, samples.one),
  ];
}

import path from "node:path";
import { judgeTrustPolicy } from "azure-to-aws-federation/trust";
import type { Benchmark, BenchmarkContext } from "../benchmark";
import { CHECKOV_CHECK, installCheckov, runCheckov, terraformRoles } from "../checkov";
import { atMost, compared, type Figure, single, timesFaster } from "../figure";
import { inRounds } from "../rounds";
import { summarise } from "../statistics";
import { trustPolicies } from "../trust-policies";

/** Judging trust policies, against parsing them and against Checkov's rule. */
export const judge: Benchmark = {
  name: "judge",
  title: "judging distinct trust policies against JSON.parse and Checkov's OIDC rule",
  async run(context) {
    const count = context.size === "full" ? 1000 : 50;
    const documents = trustPolicies(count);
    const { ours, against } = await inRounds(
      { rounds: context.size === "full" ? 41 : 3, warmUp: 5, signal: context.signal },
      {
        ours: () => {
          for (const document of documents) {
            judgeTrustPolicy(document);
          }
        },
        against: () => {
          for (const document of documents) {
            JSON.parse(document);
          }
        },
      },
    );
    const label = `${count} trust policies`;
    return [
      compared({ label, unit: "ms", against: "JSON.parse", goal: atMost(8) }, { ours, against }),
      ...(context.size === "full" ? await againstCheckov(context, documents, ours) : []),
    ];
  },
};

/**
 * Checkov's start-up is taken off: what it takes for all roles less what it takes for one. So it is held against the
 * judge as it runs once it is warm, too: against the median of its rounds.
 */
async function againstCheckov(
  context: BenchmarkContext,
  documents: readonly string[],
  ours: readonly number[],
): Promise<readonly Figure[]> {
  const checkov = await installCheckov(context);
  const many = path.join(context.folder, "many");
  const one = path.join(context.folder, "one");
  await terraformRoles(many, documents);
  await terraformRoles(one, documents.slice(0, 1));
  const rounds = 5;
  context.report(`Checkov ${CHECKOV_CHECK} on ${documents.length} roles, ${rounds} rounds`);
  const samples = await inRounds(
    { rounds, signal: context.signal },
    {
      many: async () => runCheckov(checkov, many, context.signal),
      one: async () => runCheckov(checkov, one, context.signal),
    },
  );
  const against = samples.many.map((time, round) => time - (samples.one[round] ?? 0));
  return [
    compared(
      {
        label: `${documents.length} trust policies`,
        unit: "ms",
        against: `Checkov ${CHECKOV_CHECK}`,
        goal: timesFaster(100),
      },
      { ours: against.map(() => summarise(ours).median), against },
    ),
    single({ label: "Checkov's start-up and one role, for comparison", unit: "ms" }, samples.one),
  ];
}

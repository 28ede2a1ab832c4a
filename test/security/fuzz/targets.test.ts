/** Every reader of foreign data, with the inputs of a test run. `npm test -- fuzz` feeds a million. */
import assert from "node:assert/strict";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable } from "../../../tools/assurance/write-tables";
import { runCampaign } from "./campaign";
import { NIGHTLY } from "./target";
import { targets } from "./targets";

/** The same inputs in every test run, so a failure comes from the change, not from chance. */
const SEED = 20261124;

describe("fuzz targets", function () {
  this.timeout("10m");
  const held: string[] = [];
  const fed: string[][] = [];

  after(() => {
    printTable("fuzz", ["Target", "seed", "inputs", "of these accepted", "outcome"], fed);
  });

  for (const target of targets) {
    it(`${target.name}: no crash, no hang, no unsound acceptance`, async () => {
      const { counts, failure } = await runCampaign(target, { seed: SEED, runs: target.runs });
      const outcome = failure === undefined ? "held" : "FAILED";
      fed.push([target.name, `${SEED}`, `${target.runs}`, `${counts.accepted}`, outcome]);
      assert.equal(failure, undefined, failure);
      assert.equal(counts.accepted + counts.refused, target.runs);
      // Otherwise the target checks too few accepted inputs, or refuses too few.
      assert.ok(counts.accepted >= target.leastAccepted * target.runs, `accepted ${counts.accepted}`);
      assert.ok(counts.refused >= target.runs / 10, `refused ${counts.refused}`);
      held.push(target.name);
    });
  }

  it("have 5,000 inputs together, and a million in `npm test -- fuzz`", () => {
    const runs = targets.reduce((sum, target) => sum + target.runs, 0);
    assert.equal(runs, 5_000);
    assert.equal(runs * NIGHTLY, 1_000_000);
  });

  it("match docs/assurance.md", async () => {
    await checkAssuranceTable({
      name: "fuzz",
      columns: [
        "Target",
        "Inputs, and what reads them",
        "Must not happen",
        `Inputs in \`npm run test:all\` (\`npm test -- fuzz\`: ${NIGHTLY} times as many)`,
        "Outcome",
      ],
      rows: targets.map(({ name, feeds, unsound, runs }) => [
        `\`${name}\``,
        feeds,
        unsound,
        runs.toLocaleString("en"),
        held.includes(name) ? "held" : "not held",
      ]),
    });
  });
});

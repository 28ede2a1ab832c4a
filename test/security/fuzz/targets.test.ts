/** All that reads what others wrote, fed in the size of every test run; `npm run fuzz` feeds a million. */
import assert from "node:assert/strict";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable } from "../../../tools/assurance/write-tables";
import { runCampaign } from "./campaign";
import { NIGHTLY } from "./target";
import { targets } from "./targets";

/** The same inputs in every test run: a failure is this change's, not chance. */
const SEED = 20261124;

describe("fuzzed with what others could write", function () {
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
      // Otherwise nothing that is accepted would have been looked at, or nothing be refused.
      assert.ok(counts.accepted >= target.leastAccepted * target.runs, `accepted ${counts.accepted}`);
      assert.ok(counts.refused >= target.runs / 10, `refused ${counts.refused}`);
      held.push(target.name);
    });
  }

  it("with 5,000 inputs together, and a million in `npm run fuzz`", () => {
    const runs = targets.reduce((sum, target) => sum + target.runs, 0);
    assert.equal(runs, 5_000);
    assert.equal(runs * NIGHTLY, 1_000_000);
  });

  it("as docs/assurance.md tells", async () => {
    await checkAssuranceTable({
      name: "fuzz",
      columns: [
        "Target",
        "What is fed to what",
        "What must not be",
        "Inputs in `npm test`",
        "Outcome",
        "A whole `npm run fuzz` feeds",
      ],
      rows: targets.map(({ name, feeds, unsound, runs }) => [
        `\`${name}\``,
        feeds,
        unsound,
        runs.toLocaleString("en"),
        held.includes(name) ? "held" : "not held",
        (runs * NIGHTLY).toLocaleString("en"),
      ]),
    });
  });
});

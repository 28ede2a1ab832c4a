import assert from "node:assert/strict";
import { countWorkloadChecks } from "../../../../tools/costs/workload-checks";

describe("the checks of one workload", function () {
  this.timeout(60_000);

  it("are counted in the component itself, each at least once", () => {
    const counts = Object.entries(countWorkloadChecks()) as [string, number][];
    assert.deepEqual(
      counts.map(([name, count]) => [name, Number.isInteger(count) && count >= 1]),
      [
        ["sessionLengthChecked", true],
        ["trustPolicyBuilt", true],
        ["trustPolicyJudged", true],
      ],
    );
  });
});

import assert from "node:assert/strict";
import { countWorkloadChecks } from "../../../../tools/costs/workload-checks";

describe("the checks of one workload", function () {
  this.timeout(60_000);

  it("are made once each: session length and conditions are checked, the trust policy is built and judged", () => {
    assert.deepEqual(countWorkloadChecks(), {
      sessionLengthChecked: 1,
      conditionsChecked: 1,
      trustPolicyBuilt: 1,
      trustPolicyJudged: 1,
    });
  });
});

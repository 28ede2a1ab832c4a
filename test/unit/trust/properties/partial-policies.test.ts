import assert from "node:assert/strict";
import fc from "fast-check";
import { judgePartialPolicy, judgeTrustPolicy, unknownMark } from "../../../../trust";
import { outcomes, partialPolicies, put } from "./partial-policies";

function judge(document: unknown): string {
  const marks = { "@A": unknownMark("A"), "@B": unknownMark("B") };
  return judgePartialPolicy(put(document, marks)).verdict;
}

describe("judging policies with unknown parts in any place", function () {
  // Twenty thousand policies take seconds, and more on a busy machine.
  this.timeout(180_000);

  it("accepts only what is right whatever the unknown values are", () => {
    let accepted = 0;
    fc.assert(
      fc.property(partialPolicies, outcomes, outcomes, (document, a, b) => {
        if (judge(document) === "accepted") {
          accepted++;
          const real = put(document, { "@A": a, "@B": b });
          const open = judgeTrustPolicy(real).findings.filter(
            ({ reach, severity }) => severity === "violation" && reach === "anyone",
          );
          assert.deepEqual(open, [], JSON.stringify(real));
        }
      }),
      { numRuns: 20_000, seed: 20_260_301 },
    );
    assert.ok(accepted > 1000, `only ${accepted} were accepted`);
  });

  it("does not reject what is right for some of them", () => {
    fc.assert(
      fc.property(partialPolicies, outcomes, outcomes, (document, a, b) => {
        const real = put(document, { "@A": a, "@B": b });
        if (JSON.stringify(real) !== JSON.stringify(document) && judgeTrustPolicy(real).accepted) {
          assert.notEqual(judge(document), "rejected", JSON.stringify({ document, real }));
        }
      }),
      { numRuns: 20_000, seed: 20_260_302 },
    );
  });
});

import assert from "node:assert/strict";
import * as exported from "../../../trust/public";

describe("what the packages export of the analysis", () => {
  it("is judging, who gets in, and fixes", () => {
    assert.deepEqual(Object.keys(exported).sort(), [
      "REACHES",
      "TRUST_RULES",
      "compareReach",
      "compareRoleReach",
      "compareToken",
      "fixText",
      "judgePartialPolicy",
      "judgeTrustPolicy",
      "placeholdersIn",
      "remedyText",
      "statementAfter",
      "subjectPatternProblems",
      "unknownMark",
      "widestReach",
      "worstReach",
    ]);
  });

  it("is all reaches, the worst first", () => {
    assert.deepEqual(exported.REACHES, ["anyone", "tenant", "assigned", "replay", "nobody"]);
    assert.deepEqual([...exported.REACHES].reverse().sort(exported.compareReach), exported.REACHES);
  });
});

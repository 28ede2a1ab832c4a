import assert from "node:assert/strict";
import { tokenVersion } from "../../../../../components/arguments/rules/entra";

describe("rule for token versions", () => {
  it("takes 1 and 2", () => {
    assert.deepEqual([tokenVersion(1), tokenVersion(2)], [[], []]);
  });

  it("refuses every other number", () => {
    for (const version of [0, 3, 1.5, -1, Number.NaN]) {
      assert.deepEqual(tokenVersion(version), [
        { code: "argument-choice", text: "unknown value. Expected one of: 1, 2" },
      ]);
    }
  });
});

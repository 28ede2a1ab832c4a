import assert from "node:assert/strict";
import { countIntegerChecks } from "../../../../tools/costs/integer-checks";

describe("the count of integer checks", () => {
  it("has each check of the one value, and changes no answer", () => {
    const original = Number.isInteger;
    const stop = countIntegerChecks(7321);
    const answers = [7321, 7321, 3600, "7321", 0.5].map((value) => Number.isInteger(value));
    assert.deepEqual([answers, stop()], [[true, true, true, false, false], 2]);
    assert.equal(Number.isInteger, original);
    Number.isInteger(7321);
    assert.equal(stop(), 2);
  });
});

import assert from "node:assert/strict";
import { fitLine, pairedRatio, quantile, summarise } from "../statistics";

describe("statistics of benchmarks", () => {
  it("take the middle of an odd number of samples, and between the two middle ones of an even number", () => {
    assert.equal(quantile([9, 1, 5], 0.5), 5);
    assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  });

  it("sum samples up by median and quartiles", () => {
    assert.deepEqual(summarise([5, 1, 4, 2, 3]), { median: 3, low: 2, high: 4, count: 5 });
  });

  it("refuse to sum up nothing", () => {
    assert.throws(() => summarise([]), /no samples/);
  });

  it("compare pair by pair, so that a slow moment of the machine weighs on neither", () => {
    assert.equal(pairedRatio([2, 20, 2], [1, 10, 1]).median, 2);
  });

  it("find the slope and the start of a line", () => {
    const line = fitLine([
      [0, 5],
      [10, 25],
      [20, 45],
    ]);
    assert.deepEqual(line, { slope: 2, intercept: 5 });
  });
});

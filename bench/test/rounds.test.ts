import assert from "node:assert/strict";
import { inRounds } from "../rounds";

describe("rounds of a benchmark", () => {
  it("begin with another candidate each time and throw the warm-up away", async () => {
    const order: string[] = [];
    const candidate = (name: string, sample: number) => () => {
      order.push(name);
      return sample;
    };
    const samples = await inRounds(
      { rounds: 2, warmUp: 1 },
      { one: candidate("one", 1), other: candidate("other", 2) },
    );
    assert.deepEqual(order, ["one", "other", "other", "one", "one", "other"]);
    assert.deepEqual(samples, { one: [1, 1], other: [2, 2] });
  });

  it("take the time of a candidate that returns no sample", async () => {
    const { one } = await inRounds({ rounds: 1, warmUp: 0 }, { one: () => undefined });
    assert.ok(one.length === 1 && (one[0] ?? -1) >= 0);
  });

  it("stop when they are interrupted", async () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    await assert.rejects(inRounds({ rounds: 1, signal }, { one: () => undefined }), /interrupted/);
  });
});

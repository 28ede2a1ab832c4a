import assert from "node:assert/strict";
import { CallCounter } from "../../../../tools/costs/call-counter";

function inner(): number {
  return 1;
}

function outer(): number {
  return inner() + inner();
}

describe("the count of calls", () => {
  it("includes calls within one file, and starts anew each time", async () => {
    inner();
    const calls = await CallCounter.start();
    outer();
    outer();
    const callsOf = await calls.stop();
    inner();
    assert.deepEqual(
      [callsOf("call-counter.test.ts", "inner"), callsOf("call-counter.test.ts", "outer")],
      [4, 2],
    );
    const none = await (await CallCounter.start()).stop();
    assert.equal(none("call-counter.test.ts", "inner"), 0);
  });

  it("is 0 for another file and for another name", async () => {
    const calls = await CallCounter.start();
    outer();
    const callsOf = await calls.stop();
    assert.deepEqual([callsOf("other.test.ts", "inner"), callsOf("call-counter.test.ts", "none")], [0, 0]);
  });
});

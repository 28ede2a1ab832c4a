import assert from "node:assert/strict";
import { Interruptions } from "../../../../lab/acceptance/interruptions";

describe("Ctrl-C in an acceptance run", () => {
  const aborted = (...times: readonly number[]) => {
    const interruptions = new Interruptions();
    for (const at of times) {
      interruptions.signal(at);
    }
    return [interruptions.work.aborted, interruptions.cleanUp.aborted];
  };

  it("ends the work, and the second one the removal", () => {
    assert.deepEqual(aborted(), [false, false]);
    assert.deepEqual(aborted(1000), [true, false]);
    assert.deepEqual(aborted(1000, 1400), [true, true]);
  });

  it("counts once where npm passes it on", () => {
    assert.deepEqual(aborted(1000, 1001), [true, false]);
    assert.deepEqual(aborted(1000, 1001, 1400, 1401), [true, true]);
  });
});

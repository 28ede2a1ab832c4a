import assert from "node:assert/strict";
import { ECHO_MS, echoTime, Interruptions } from "../../../../tools/acceptance/interruptions";

describe("Ctrl-C in an acceptance run", () => {
  const aborted = (...times: readonly number[]) => {
    const interruptions = new Interruptions(echoTime({ npm_lifecycle_event: "acceptance" }));
    for (const at of times) {
      interruptions.signal(at);
    }
    return [interruptions.work.aborted, interruptions.cleanUp.aborted];
  };

  it("ends the work, and the second one the removal", () => {
    assert.deepEqual(aborted(), [false, false]);
    assert.deepEqual(aborted(1000), [true, false]);
    assert.deepEqual(aborted(1000, 2000), [true, true]);
  });

  it("counts once where npm passes it on", () => {
    assert.deepEqual(aborted(1000, 1001), [true, false]);
    assert.deepEqual(aborted(1000, 1001, 2400, 2401), [true, true]);
  });

  it("counts once where a busy machine passes it on late", () => {
    assert.deepEqual(aborted(1000, 1999), [true, false]);
  });

  it("counts each time without npm, which passes nothing on", () => {
    assert.equal(echoTime({ npm_lifecycle_event: "acceptance" }), ECHO_MS);
    const interruptions = new Interruptions(echoTime({}));
    interruptions.signal(1000);
    interruptions.signal(1001);
    assert.ok(interruptions.cleanUp.aborted);
  });

  it("counts a second time for somebody who goes on pressing", () => {
    assert.deepEqual(aborted(1000, 1400, 1800, 2200), [true, true]);
  });
});

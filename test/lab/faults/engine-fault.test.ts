import assert from "node:assert/strict";
import { engineFault } from "../../../lab/faults/engine-fault";

describe("engineFault", () => {
  it("is the same for the same seed", () => {
    assert.deepEqual(engineFault(7), engineFault(7));
  });

  it("has six kinds in six seeds", () => {
    const kinds = [6, 7, 8, 9, 10, 11].map((seed) => {
      const { victim, moment, cutsState } = engineFault(seed);
      return [victim === "engine" || victim === "answer" ? victim : "plugin", moment.kind, cutsState];
    });
    assert.deepEqual(kinds, [
      ["engine", "between work and answer", false],
      ["plugin", "between work and answer", false],
      ["answer", "between work and answer", false],
      ["engine", "after an event", false],
      ["plugin", "after an event", false],
      ["engine", "after an event", true],
    ]);
  });
});

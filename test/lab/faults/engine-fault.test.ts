import assert from "node:assert/strict";
import { engineFault } from "../../../lab/faults/engine-fault";

describe("engineFault", () => {
  it("is the same for the same seed", () => {
    assert.deepEqual(engineFault(7), engineFault(7));
  });

  it("has seven kinds in seven seeds", () => {
    const kinds = [7, 8, 9, 10, 11, 12, 13].map((seed) => {
      const { victim, moment, cuts } = engineFault(seed);
      return [victim === "engine" || victim === "answer" ? victim : "plugin", moment.kind, cuts];
    });
    assert.deepEqual(kinds, [
      ["engine", "between work and answer", "nothing"],
      ["plugin", "between work and answer", "nothing"],
      ["answer", "between work and answer", "nothing"],
      ["engine", "after an event", "nothing"],
      ["plugin", "after an event", "nothing"],
      ["engine", "after an event", "state"],
      ["engine", "after an event", "checksum"],
    ]);
  });
});

import assert from "node:assert/strict";
import { engineFault } from "./engine-fault";

describe("engineFault", () => {
  it("is the same for the same seed", () => {
    assert.deepEqual(engineFault(7), engineFault(7));
  });

  it("has nine kinds in nine seeds", () => {
    const kinds = [9, 10, 11, 12, 13, 14, 15, 16, 17].map((seed) => {
      const { operation, victim, moment, cuts } = engineFault(seed);
      return [victim === "engine" || victim === "answer" ? victim : "plugin", moment.kind, cuts, operation];
    });
    assert.deepEqual(kinds, [
      ["engine", "between work and answer", "nothing", "first update"],
      ["plugin", "between work and answer", "nothing", "first update"],
      ["answer", "between work and answer", "nothing", "first update"],
      ["engine", "after an event", "nothing", "first update"],
      ["plugin", "after an event", "nothing", "first update"],
      ["engine", "after an event", "state", "first update"],
      ["engine", "after an event", "checksum", "first update"],
      ["engine", "after an event", "nothing", "replacing update"],
      ["engine", "after an event", "nothing", "destroy"],
    ]);
  });

  it("counts as hidden only a lost answer to what may be asked twice, and says so", () => {
    const hidden = Array.from({ length: 300 }, (_, seed) => engineFault(seed)).filter(
      ({ isHidden }) => isHidden,
    );
    assert.deepEqual(
      new Set(hidden.map(({ title }) => title)),
      new Set([
        "the answer about the role's policy is lost: the provider asks again, and the update goes on",
      ]),
    );
  });
});

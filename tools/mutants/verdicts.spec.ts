/** Fails if a mutant changes a verdict or a reach. `npm run mutants` runs it. */
import assert from "node:assert/strict";
import { isAnyChanged } from "./verdicts";

describe("verdicts", () => {
  it("are those of the code without mutants", () => {
    assert.equal(isAnyChanged(), false);
  });
});

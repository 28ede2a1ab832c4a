/** Fails if a mutant changes a verdict or a reach. `npm run mutants` runs it, and names a file with those of the code as it is. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { verdicts } from "./verdicts";

const kept = JSON.parse(readFileSync(process.env.MUTANTS_VERDICTS ?? "", "utf8")) as readonly string[];

describe("verdicts", () => {
  it("are those of the code without mutants", () => {
    let index = 0;
    for (const verdict of verdicts()) {
      assert.equal(verdict, kept[index++]);
    }
    assert.equal(index, kept.length);
  });
});

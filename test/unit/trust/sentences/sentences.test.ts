import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SENTENCES, sentences } from "./sentences";

describe("what judging says of many policies", () => {
  it("is what sentences.txt lists. If a change is meant, run sentences.ts, and read what it changes there", () => {
    assert.deepEqual(sentences().split("\n"), readFileSync(SENTENCES, "utf8").split("\n"));
  });
});

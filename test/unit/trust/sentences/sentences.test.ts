import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SENTENCES, sentences } from "./sentences";

describe("the sentences of the findings in many policies", () => {
  it("are those of sentences.txt. If you mean a change, run sentences.ts and read what it changes there", () => {
    assert.deepEqual(sentences().split("\n"), readFileSync(SENTENCES, "utf8").split("\n"));
  });
});
